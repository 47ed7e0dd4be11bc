"""Manifests of what is live: which tenants can be accounts, as what, and in which words. Pure."""

from reconciler.importing.draft import draft_of
from reconciler.importing.settle import Settled, replanned, settled
from reconciler.importing.values import Draft, Intake, LeftOut, Rulings
from reconciler.importing.writing import files_of

__all__ = [
    "Draft",
    "Intake",
    "LeftOut",
    "Rulings",
    "Settled",
    "draft_of",
    "files_of",
    "replanned",
    "settled",
]
