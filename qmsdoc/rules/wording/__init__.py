"""Group 8: the wording of requirements, terms and marks."""
