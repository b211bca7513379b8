"""Time `qmsdoc render --to pdf` of many small documents, with one process and with several.

python benchmarks/pdf_jobs.py --size 1000 --jobs 1,2
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from corpus import documents
from generate import qmsdoc_files
from measure import run_once


def main() -> int:
    options = arguments()
    program = options.qmsdoc or [sys.executable, "-m", "qmsdoc"]
    with tempfile.TemporaryDirectory(prefix="qmsdoc-bench-") as scratch:
        root = Path(scratch, "workspace")
        for path, text in qmsdoc_files(documents(options.size)):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        numbers = [document.id for document in documents(options.size)]
        load = os.getloadavg()[0]
        print(f"{options.size} documents, {os.cpu_count()} CPUs, load {load:.1f} at the start")
        print("| jobs | wall s | CPU s | CPU ms/doc |\n|---|---|---|---|")
        for jobs in options.jobs.split(","):
            out = Path(scratch, f"out-{jobs}")
            command = [*program, "-C", root, "render", *numbers, "--to", "pdf"]
            start = time.perf_counter()
            words = [str(word) for word in [*command, "--jobs", jobs, "-o", out]]
            found = run_once(words, root, os.environ)
            wall = time.perf_counter() - start
            if len(list(out.glob("*.pdf"))) != options.size:
                print(f"not every document was made: {found.complaint}", file=sys.stderr)
                return 1
            each = found.cpu / options.size * 1000
            print(f"| {jobs} | {wall:.1f} | {found.cpu:.1f} | {each:.1f} |")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1000, metavar="N", help="documents")
    parser.add_argument("--jobs", default="1,2", metavar="N,…", help="numbers of processes")
    parser.add_argument("--qmsdoc", nargs="+", metavar="WORD", help="another installation")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
