"""Offering items: what a tenant has switched on, its quotas, and what it may pass on."""
