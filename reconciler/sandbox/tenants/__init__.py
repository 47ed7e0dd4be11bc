"""Tenants: reading, creating, updating, deleting and restoring them."""
