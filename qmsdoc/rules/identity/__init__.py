"""Group 1: numbers, names and titles."""
