"""Standards as data: packs of clause numbers and titles, never the text."""
