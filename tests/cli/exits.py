"""How a run ended, and what it said."""

from __future__ import annotations

import json

from scratch import Ran


def refused(ran: Ran, *said: str) -> None:
    """Exit code 2, one line of what is wrong, and nothing on standard output."""
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert "internal error" not in ran.err
    assert ran.err.startswith("qmsdoc: ")
    assert ran.err.count("\n") == 1
    for text in said:
        assert text in ran.err


def usage(ran: Ran, *said: str) -> None:
    """Exit code 2 and how the command is used."""
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    for text in said:
        assert text in ran.err


def codes(ran: Ran) -> dict[str, set[str]]:
    """The rules that a json report names, by path."""
    found: dict[str, set[str]] = {}
    for item in json.loads(ran.out)["diagnostics"]:
        found.setdefault(item["location"]["path"], set()).add(item["code"])
    return found
