"""What commands have to tell, as one value that every output format is made of."""

from reconciler.report.values import Block, Field, Item, Line, Report, Table, Tone

__all__ = ["Block", "Field", "Item", "Line", "Report", "Table", "Tone"]
