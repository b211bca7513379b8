"""The coverage of clauses as a table, JSON or CSV, or as data for a page. Writes nothing."""
