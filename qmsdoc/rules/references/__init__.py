"""Group 3: what documents say of each other."""
