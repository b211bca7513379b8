"""The words for where a document stands."""

from __future__ import annotations

# By state, as messages.
STATES = {
    "draft": "Draft",
    "in-review": "In review",
    "approved": "Approved",
    "in-force": "In force",
    "changed": "Changed since approval",
    "superseded": "Superseded",
    "withdrawn": "Withdrawn",
}
