"""Group 4: the clauses of the standards in force."""
