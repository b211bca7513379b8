"""Group 0: the file as a file."""
