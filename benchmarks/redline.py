"""How near the redline is to what an expert marked, and to a plain character diff for comparison.

python benchmarks/redline.py
"""

import re
import sys
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import yaml

from qmsdoc.diff.redline import Run, redline

TESTS = Path(__file__).parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "diff")]
MARK = re.compile(r"\[-(?P<delete>.*?)-\]|\{\+(?P<insert>.*?)\+\}", re.DOTALL)
Marked = Counter[tuple[str, int]]


def of_marks(marked: str) -> Marked:
    """The marked characters of a text in the notation of the cases, by kind and place."""
    found: Marked = Counter()
    places = {"delete": 0, "insert": 0}
    end = 0
    for match in MARK.finditer(marked):
        kind = str(match.lastgroup)
        for op in places:
            places[op] += match.start() - end
        for _ in match[kind]:
            found[kind, places[kind]] += 1
            places[kind] += 1
        end = match.end()
    return found


def of_runs(runs: tuple[Run, ...]) -> Marked:
    """The same of a redline."""
    shapes = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return of_marks("".join(shapes[run.op].format(run.text) for run in runs))


def plain(before: str, after: str) -> tuple[Run, ...]:
    """A diff by characters, as libraries have it."""
    runs = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run("equal", after[k:m]))
            continue
        runs += [Run("delete", before[i:j])] if i < j else []
        runs += [Run("insert", after[k:m])] if k < m else []
    return tuple(runs)


def scored(name: str, found: list[Marked], wanted: list[Marked]) -> str:
    """One line: how many characters are marked, and how many of them rightly."""
    both = sum((one & other).total() for one, other in zip(found, wanted, strict=True))
    marked, asked = sum(map(Counter.total, found)), sum(map(Counter.total, wanted))
    whole = sum(one == other for one, other in zip(found, wanted, strict=True))
    return (
        f"{name:12} precision {both / marked:.3f}  recall {both / asked:.3f}  "
        f"exactly as marked {whole} of {len(found)}"
    )


def main() -> None:
    """Both groups of pairs, each by both ways."""
    from real_pairs import marks, pairs

    cases = [
        case
        for file in sorted((TESTS / "diff" / "redline").glob("*.yaml"))
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]
    wanted = [of_marks(case["marked"]) for case in cases]
    layout = [case.get("ignore_layout", False) for case in cases]
    texts = [(case["before"], case["after"]) for case in cases]
    ours = [
        of_runs(redline(*pair, ignore_layout=free))
        for pair, free in zip(texts, layout, strict=True)
    ]
    print(f"{len(cases)} written pairs, by marked characters")
    print(scored("redline", ours, wanted))
    print(scored("characters", [of_runs(plain(*pair)) for pair in texts], wanted))
    real = list(pairs())
    told = [Counter(marks(pair.before, pair.after)) for pair in real]
    asked = [Counter(pair.marks) for pair in real]
    both = sum((one & other).total() for one, other in zip(told, asked, strict=True))
    print(f"{len(real)} pairs of versions of the example, by whole marks")
    print(
        f"{'redline':12} precision {both / sum(map(Counter.total, told)):.3f}  "
        f"recall {both / sum(map(Counter.total, asked)):.3f}"
    )


if __name__ == "__main__":
    main()
