"""What the user's page asks for, checked from the outside: command lines against a sandbox."""
