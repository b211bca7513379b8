"""A ledger that is damaged, cut off or rewritten, held against an anchor."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from judging import LEDGER, drop, reasons
from signing import AUTHOR, CHIEF, CLERK, HEAD, PATH, Book

from qmsdoc.model.approval import Act
from qmsdoc.pipeline.anchor import Anchor, missing

Fresh = Callable[..., Book]


def shelf(book: Book) -> Book:
    """Two versions in force, one after the other, with copies, a review and a training."""
    book.released()
    book.put(book.entry(Act.DISTRIBUTED, CLERK, department="服务大厅", copy="01"))
    book.put(book.entry(Act.TRAINED, HEAD, people=(AUTHOR,)))
    book.files[PATH] = book.files[PATH].replace(b"A/1", b"A/2")
    day = "2026-06-11T09:00:00+08:00"
    for act, person in (
        (Act.PREPARED, AUTHOR),
        (Act.REVIEWED, HEAD),
        (Act.APPROVED, CHIEF),
        (Act.RELEASED, CLERK),
        (Act.CONFIRMED, CHIEF),
    ):
        book.put(book.entry(act, person, version="A/2", time=day))
    return book


def damage(files: dict[str, bytes], chance: random.Random) -> None:
    """One to three random changes of the ledger."""
    for _ in range(chance.randint(1, 3)):
        names = sorted(path for path in files if path.startswith("approvals/"))
        path, other = chance.choice(names), chance.choice(names)
        data = files[path]
        place = chance.randrange(len(data)) if data else 0
        match chance.choice(
            ("flip", "cut", "insert", "delete", "swap", "truncate", "both", "move")
        ):
            case "flip" if data:
                byte = bytes([data[place] ^ chance.randint(1, 255)])
                files[path] = data[:place] + byte + data[place + 1 :]
            case "cut":
                files[path] = data[:place] + data[place + 1 :]
            case "insert":
                files[path] = data[:place] + bytes([chance.randrange(256)]) + data[place:]
            case "delete":
                del files[path]
            case "swap":
                files[path], files[other] = files[other], files[path]
            case "truncate":
                files[path] = data[:place]
            case "both":
                entry = path.removesuffix(".sig")
                for name in (entry, f"{entry}.sig"):
                    files.pop(name, None)
            case "move" if path != other:
                files[other] = files.pop(path)


def same(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> bool:
    """Whether nothing differs but line ends."""
    plain = [
        {path: data.replace(b"\r\n", b"\n") for path, data in files.items()}
        for files in (one, other)
    ]
    return plain[0] == plain[1]


def undetected(book: Book, count: int, seed: int) -> list[int]:
    index = book.index()
    assert reasons(index) == []
    heads = {name: list(index.ledger.heads(name)) for name in index.ledger.entries}
    anchor = Anchor(heads, "SFQ")
    found = []
    for number in range(count):
        files = dict(book.files)
        damage(files, random.Random(seed + number))
        if same(files, book.files):
            continue
        damaged = Book(book.keys, files).index()
        if not reasons(damaged) and not list(missing(anchor, damaged)):
            found.append(seed + number)
    return found


def test_damage_is_detected(book: Fresh) -> None:
    assert undetected(shelf(book()), 60, 0) == []


@pytest.mark.slow
def test_a_thousand_damages_are_detected(book: Fresh) -> None:
    assert undetected(shelf(book()), 1000, 10_000) == []


def test_without_an_anchor_the_end_can_be_taken(book: Fresh) -> None:
    """What the anchor is for."""
    made = book().released()
    whole = made.index()
    anchor = Anchor({"QP-07": list(whole.ledger.heads("QP-07"))}, "SFQ")
    drop(made, f"{LEDGER}/released.{CLERK}.json")
    cut = made.index()
    assert reasons(cut) == []
    assert [document for document, _ in missing(anchor, cut)] == ["QP-07"]


def test_the_whole_rewritten(book: Fresh, tmp_path: Path) -> None:
    """Everybody signs anew: all is genuine, and it is not what was there."""
    made = book().released()
    anchor = Anchor({"QP-07": list(made.index().ledger.heads("QP-07"))}, "SFQ")
    again = book({PATH: made.files[PATH].replace("规范".encode(), "明确".encode())}).released()
    assert reasons(again.index()) == []
    assert list(missing(anchor, again.index()))
