"""The linked workspace: who refers to whom, what covers which clause."""
