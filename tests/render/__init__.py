"""Output formats, made of reports that are built as values."""
