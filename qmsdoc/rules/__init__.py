"""One rule, one file. A rule is a generator; the engine stamps code and severity on what it yields."""
