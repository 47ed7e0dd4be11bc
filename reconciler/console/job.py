"""A job: a plan that is ready to be approved and run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reconciler.acronis.gateway import Gateway
from reconciler.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be run. `document` is the plan that people have seen, with its digest.

    `plan` is what is left to do of it; `requests` is what finding that out has taken.
    """

    plan: Plan
    document: dict[str, Any]
    gateways: Mapping[str, Gateway]
    requests: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The digest of the plan that people have seen."""
        return str(self.document["digest"])
