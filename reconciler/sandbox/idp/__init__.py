"""The identity provider: tokens by every grant, their end, and what is known about them."""
