"""What the number of a document looks like in running text."""

from __future__ import annotations

NUMBER = r"[A-Z][A-Z0-9]{0,9}(?:-[A-Z0-9]{1,12}){1,4}"
# As a word of its own: any such could be a number; linking keeps those that are. For re.ASCII.
NUMBER_WORD = rf"(?<![A-Za-z0-9/_.-]){NUMBER}(?![A-Za-z0-9_-])"
