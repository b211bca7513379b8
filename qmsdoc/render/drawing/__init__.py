"""Drawings: laid out as plain values first, written as SVG last."""
