"""A declarative reconciler for Acronis Cyber Protect Cloud: manifests in, tenants out."""

__version__ = "0.1.0"
