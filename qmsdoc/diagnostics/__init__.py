"""Findings: their types, their order, their identity."""
