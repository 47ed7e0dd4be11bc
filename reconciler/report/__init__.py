"""What commands have to tell, as one value that every output format is made of."""

from reconciler.report.values import Block, Line, Report, Table, Tone

__all__ = ["Block", "Line", "Report", "Table", "Tone"]
