"""CPU time of `qmsdoc diff`: the whole example from its first commit to its last, in a fresh
process, and one document of 30,000 characters rewritten throughout.

python benchmarks/diff.py --runs 3
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Measurement, measure

from qmsdoc.pipeline.example import commits, example_files, told_history
from qmsdoc.vcs.fresh import NewCommit, create

CHARACTERS = 30_000
WORDS = [
    "登记",
    "受理",
    "审核",
    "告知",
    "转办",
    "答复",
    "归档",
    "回访",
    "核验",
    "引导",
    "材料",
    "证件",
    "条件",
    "流程",
    "时限",
    "结果",
    "窗口",
    "大厅",
    "岗位",
    "科室",
    "当场",
    "3个工作日内",
    "15分钟",
    "不少于20件",
    "应当",
    "不得",
    "可以",
    "由",
    "在",
    "对",
    "的",
    "和",
    "与",
    "按",
    "前台接待岗",
    "投诉受理员",
    "求职者",
]
HEAD = "---\nid: QP-07\nkind: procedure\ntitle: 前台接待服务程序\nversion: {}\n---\n# 前台接待服务程序\n"


def document(version: str, seed: int) -> str:
    """Sections of paragraphs, drawn anew for each seed: nothing of one is in the other."""
    draw = random.Random(seed)
    parts = [HEAD.format(version)]
    while sum(map(len, parts)) < CHARACTERS:
        sentences = ("".join(draw.choices(WORDS, k=draw.randint(6, 16))) + "。" for _ in range(8))
        heading = f"\n## {len(parts)} {''.join(draw.choices(WORDS, k=2))}\n"
        parts.append(heading + "".join(f"\n{sentence}\n" for sentence in sentences))
    return "".join(parts)


def rewritten() -> list[NewCommit]:
    """A workspace with that document, and the commit that rewrites it."""
    person = {"author": "王芳", "email": "wangfang@example.org"}
    files = {"qmsdoc.yaml": "organization: 示范中心\n", "documents/QP-07.md": document("A/0", 1)}
    later = {"documents/QP-07.md": document("B/0", 2)}
    days = ("2026-01-05T09:00:00+08:00", "2026-02-05T09:00:00+08:00")
    return [
        NewCommit(
            **person,
            date=day,
            message=f"QP-07 {version}",
            files={path: text.encode() for path, text in state.items()},
        )
        for day, version, state in zip(days, ("A/0", "B/0"), (files, later), strict=True)
    ]


def lay_out(folder: Path, made: list[NewCommit]) -> str:
    """A repository with *made*, and its first commit."""
    create(folder, made)
    done = subprocess.run(
        ["git", "-C", folder, "rev-list", "--max-parents=0", "HEAD"],
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


def timed(folder: Path, first: str, cache: Path, runs: int) -> Measurement:
    """Of the comparison from *first* to HEAD as JSON, which leaves nothing out."""
    command = [sys.executable, "-m", "qmsdoc", "-C", str(folder)]
    command += ["diff", f"{first}..HEAD", "--format", "json"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    return measure(command, folder, environment, runs)


def main() -> None:
    """Both figures, with a cache that knows nothing and with one that knows the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    example = commits(example_files("beijing-pes"), told_history("beijing-pes"), {})
    with tempfile.TemporaryDirectory() as folder:
        for name, made in (("the whole example", example), ("a rewritten document", rewritten())):
            root = Path(folder) / name.replace(" ", "-")
            first = lay_out(root, made)
            cache = root.with_suffix(".cache")
            cold = timed(root, first, cache, 1)
            warm = timed(root, first, cache, runs)
            for what, found in (("first run", cold), ("later runs", warm)):
                print(f"{name}, {what}: {found.cpu:.2f} s CPU {found.failure}")


if __name__ == "__main__":
    main()
