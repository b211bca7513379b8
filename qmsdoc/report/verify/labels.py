"""The words for what an entry says that was done, and for where a document stands."""

from __future__ import annotations

# By act, as messages.
DONE = {
    "prepared": "prepared",
    "reviewed": "reviewed",
    "countersigned": "countersigned",
    "approved": "approved",
    "released": "released",
    "withdrawn": "withdrawn",
    "confirmed": "reviewed without change",
    "trained": "read or trained",
    "distributed": "handed out",
    "recalled": "taken back",
}
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
