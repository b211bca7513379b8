"""Group 2: the sections of a document and the steps of its tables."""
