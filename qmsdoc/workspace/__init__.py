"""The work tree: the only place that walks and reads folders, and the one that writes files."""
