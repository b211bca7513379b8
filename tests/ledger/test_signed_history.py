"""qmsdoc history names the signers that count, by version, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scratch import Ran, git, write_files
from signing import AUTHOR, CHIEF, HEAD, PATH, Book

from qmsdoc.model.approval import Act

ORDERED = [("prepared", AUTHOR), ("reviewed", HEAD), ("approved", CHIEF)]


@pytest.fixture
def told(
    tmp_path: Path, commit: Callable[..., str], cli: Callable[..., Ran]
) -> Callable[..., dict[str, list[tuple[str, str]]]]:
    """Commit a book, and a newer draft if there is one; signers by version."""

    def tell(book: Book, draft: bytes = b"") -> dict[str, list[tuple[str, str]]]:
        root = write_files(tmp_path / "ws", book.files)
        commit(root, "发布")
        if draft:
            write_files(root, {PATH: draft})
            commit(root, "修订")
        assert git(root, "status", "--porcelain") == ""
        ran = cli("-C", root, "history", "QP-07", "--format", "json", "--today", "2026-06-30")
        assert ran.code == 0, ran.err
        (document,) = json.loads(ran.out)["documents"]
        revisions: list[dict[str, Any]] = document["revisions"]
        return {
            item["version"]: [(each["role"], each["person"]) for each in item["signatures"]]
            for item in revisions
        }

    return tell


def test_a_release_keeps_its_signers_when_a_newer_draft_is_there(
    book: Callable[..., Book], told: Callable[..., Any]
) -> None:
    made = book().released()
    draft = made.files[PATH].replace(b"version: A/1", b"version: A/2") + "新\n".encode()
    assert told(made, draft) == {"A/2": [], "A/1": ORDERED}


def test_what_is_signed_and_not_yet_released(
    book: Callable[..., Book], told: Callable[..., Any]
) -> None:
    made = book()
    made.put(made.entry(Act.PREPARED, AUTHOR))
    assert told(made) == {"A/1": ORDERED[:1]}


def test_a_forged_signature_names_nobody(
    book: Callable[..., Book], told: Callable[..., Any]
) -> None:
    made = book()
    made.put(made.entry(Act.PREPARED, AUTHOR), made.keys["stranger"])
    assert told(made) == {"A/1": []}


def test_a_text_that_was_changed_under_its_signatures(
    book: Callable[..., Book], told: Callable[..., Any]
) -> None:
    made = book().signed()
    made.files[PATH] += "偷改\n".encode()
    assert told(made) == {"A/1": []}
