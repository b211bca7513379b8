"""Builds of the worked example in ten surroundings: one hash for each file of every format.

    python benchmarks/determinism.py [--language en] [--keep DIR]

Time zone, locale, hash seed, umask, number of processes, clock, folder, start folder and cache are
others each time, and half of the builds are of a clone. The clock is shifted by a small library
that is compiled with `cc`; without one it is left alone, and the output says so. Needs qmsdoc
itself importable, with the extra `dev`. Ends with 1 where a file differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [
    str(Path(__file__).parent.parent),
    str(Path(__file__).parent.parent / "tests" / "promises"),
]

from surroundings import SURROUNDINGS, Builder, differing  # noqa: E402

from qmsdoc.pipeline.demo import lay_out  # noqa: E402

# The one before the last release, so that the papers on a change have something to say.
BASE = "HEAD~2"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", default="zh", choices=("zh", "en"))
    parser.add_argument("--keep", type=Path, help="a new folder for repository and caches")
    arguments = parser.parse_args()
    if arguments.keep:
        arguments.keep.mkdir()
        return report(arguments.keep, arguments.language)
    with tempfile.TemporaryDirectory() as folder:
        return report(Path(folder), arguments.language)


def report(place: Path, language: str) -> int:
    """Build ten times, and say what differs."""
    story = lay_out(place / "example")
    builder = Builder(place / "example", place, str(story.day), BASE, "all")
    if not builder.can_shift:
        print("no C compiler: the clock is the same in all builds")
    builds = []
    for around in SURROUNDINGS:
        builds.append(builder.build(around, language))
        print(f"{around.zone}, {around.locale}: {len(builds[-1])} files")
    wrong = differing(builds)
    formats = sorted({Path(name).suffix or f"{Path(name).parent}/…" for name in builds[0]})
    print(f"{len(builds)} builds of {len(builds[0])} files ({', '.join(formats)})")
    print(f"{len(wrong)} files differ", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
