"""The published contract, as the sandbox ships it: operations, schemas, and checks against them."""

from reconciler.sandbox.contract.document import CONTRACT, Contract, Operation

__all__ = ["CONTRACT", "Contract", "Operation"]
