"""Usages: how much of its items a tenant uses, in figures that are the same every time."""
