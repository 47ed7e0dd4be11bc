"""The forges' APIs: comments of pull and merge requests, and issues, on GitHub and GitLab."""

from reconciler.forge.values import Forge, Note, Ticket

__all__ = ["Forge", "Note", "Ticket"]
