"""The Acronis Account Management API: reading it, writing it, and what goes wrong on the way."""
