"""Locations and the storages in them, which the vendor calls infra."""
