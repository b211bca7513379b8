"""Time `qmsdoc history` on a repository of 2,000 documents and 5,000 commits.

python benchmarks/history.py --runs 3
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus import documents
from generate import markdown, qmsdoc_files
from measure import Measurement, measure

from qmsdoc.vcs.fresh import NewCommit, create

AUTHORS = ("王芳", "李娜", "张伟", "刘洋", "陈静", "Anna Müller")
START = datetime(2016, 1, 4, 9, 0, tzinfo=UTC)
RENAMED_EVERY = 100
NEW_VERSION_SHARE = 0.6


def commits(size: int, count: int) -> Iterator[NewCommit]:
    """*size* documents in the first tenth of *count* commits, then one to four edits a commit.

    One commit in a hundred renames a document, and six edits in ten state a new version.
    """
    draw = random.Random(f"qmsdoc:{size}:{count}")
    items = list(documents(size))
    texts = {f"documents/{item.path}": with_version(markdown(item), 0) for item in items}
    versions = dict.fromkeys(texts, 0)
    support = {
        path: text.encode()
        for path, text in qmsdoc_files(iter(()))
        if not path.startswith("documents/")
    }
    laid = list(texts)
    founding = max(1, count // 10)
    share = -(-len(laid) // founding)
    for number in range(count):
        files: dict[str, bytes] = dict(support) if number == 0 else {}
        deleted: tuple[str, ...] = ()
        start = number * share
        if start < len(laid):
            files |= {path: texts[path].encode() for path in laid[start : start + share]}
        elif number % RENAMED_EVERY == 0:
            path = draw.choice(list(texts))
            moved = path.replace("/", f"/r{number}/", 1)
            texts[moved], versions[moved] = texts.pop(path), versions.pop(path)
            files, deleted = {moved: texts[moved].encode()}, (path,)
        else:
            for path in draw.sample(list(texts), draw.randint(1, 4)):
                if draw.random() < NEW_VERSION_SHARE:
                    versions[path] += 1
                texts[path] = with_version(texts[path], versions[path]) + f"\n修改 {number}。\n"
                files[path] = texts[path].encode()
        when = START + timedelta(hours=17 * number)
        author = draw.choice(AUTHORS)
        yield NewCommit(
            author, "a@example.org", when.isoformat(), f"第 {number} 次修改", files, deleted
        )


def with_version(text: str, number: int) -> str:
    """The text with its version, the *number*-th of the letter-revision scheme, stated anew."""
    lines = text.split("\n")
    at = next(place for place, line in enumerate(lines) if line.startswith("version:"))
    lines[at] = f"version: {chr(ord('A') + number // 10 % 26)}/{number % 10}"
    return "\n".join(lines)


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="qmsdoc-bench-") as scratch:
        root = (options.keep or Path(scratch)).resolve() / f"history-{options.size}-{options.count}"
        if not root.exists():
            create(root, list(commits(options.size, options.count)))
        cache = Path(scratch, "cache")
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
        program = options.qmsdoc or [sys.executable, "-m", "qmsdoc"]
        one = next(path.stem for path in sorted(root.glob("documents/r*/**/*.md")))
        print(f"{options.size} documents, {options.count} commits; one: {one}")

        def forget(_: int) -> None:
            shutil.rmtree(cache, ignore_errors=True)

        for name, arguments_, before in (
            ("all, empty cache", [], forget),
            ("all, warm", [], None),
            ("one, empty cache", [one], forget),
            ("one, warm", [one], None),
        ):
            command = [*program, "history", *arguments_, "--format", "json"]
            show(name, measure(command, root, environment, options.runs, before))
    return 0


def show(name: str, found: Measurement) -> None:
    said = (
        found.failure or f"{found.cpu:6.2f} s CPU  {found.peak / 1e6:5.0f} MB  ±{found.spread:.0%}"
    )
    print(f"{name:<18}{said}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add("--size", type=int, default=2000, help="number of documents")
    add("--count", type=int, default=5000, help="number of commits")
    add("--runs", type=int, default=3, help="runs of each command, of which the median is taken")
    add("--qmsdoc", nargs="+", help="command to measure; else this Python's qmsdoc")
    add("--keep", type=Path, metavar="DIR", help="keep the repository here for the next time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
