"""Values of objectives: formulas over measured series, period by period, computed when asked for."""
