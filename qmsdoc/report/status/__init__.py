"""What is due and where documents stand, as a table, JSON, a page or a calendar. Writes nothing."""
