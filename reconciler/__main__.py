"""`python -m reconciler`, the same as `reconciler`."""

from reconciler.cli import main

main()
