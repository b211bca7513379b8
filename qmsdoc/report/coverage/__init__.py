"""The coverage of clauses as a table, JSON, CSV or a page. Each returns text and writes nothing."""
