"""The helpers for pages, and those for comparisons, are for these tests too."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[2]
sys.path[:0] = [str(TESTS / "render"), str(TESTS / "diff")]
