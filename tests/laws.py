"""How laws are tried out: some dozens of examples, the same ones every time."""

from hypothesis import settings

law = settings(max_examples=60, deadline=None, derandomize=True, database=None)
