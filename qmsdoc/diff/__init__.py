"""What changed between two texts or two revisions, and whom it touches."""
