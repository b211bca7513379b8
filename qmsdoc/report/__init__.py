"""Diagnostics to text. A reporter returns its report and prints nothing."""
