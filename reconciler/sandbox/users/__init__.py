"""Users: their logins, roles and activation."""
