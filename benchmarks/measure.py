"""CPU time and peak memory of one child process."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

# A command this slow is run once: its scatter is small beside its length.
SLOW_SECONDS = 20.0
# ru_maxrss counts kibibytes, on macOS bytes.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """CPU seconds (user and system, children included) and peak resident bytes of one run."""

    cpu: float
    peak: int
    exit_code: int
    complaint: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """The median over `runs` runs; `spread` is (largest - smallest) / median of the CPU seconds.

    `failure` says why there is no figure to trust.
    """

    cpu: float
    peak: int
    runs: int
    spread: float = 0.0
    failure: str = ""


def run_once(command: list[str], folder: Path, environment: Mapping[str, str]) -> Sample:
    """Run to the end, output thrown away, the end of standard error and output kept."""
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        complaint = last_line(output.seek(0, os.SEEK_END), output.fileno())
    cpu = usage.ru_utime + usage.ru_stime
    return Sample(cpu, usage.ru_maxrss * RSS_UNIT, child.returncode, complaint)


def last_line(size: int, descriptor: int) -> str:
    tail = os.pread(descriptor, 400, max(0, size - 400)).decode(errors="replace").strip()
    return tail.splitlines()[-1] if tail else ""


def measure(
    command: list[str],
    folder: Path,
    environment: Mapping[str, str],
    runs: int,
    before: Callable[[int], None] | None = None,
) -> Measurement:
    """Median of *runs*; *before* prepares each run, unmeasured, and is told its number."""
    samples: list[Sample] = []
    while len(samples) < runs:
        if before is not None:
            before(len(samples))
        sample = run_once(command, folder, environment)
        samples.append(sample)
        if sample.exit_code != 0:
            failure = f"exit {sample.exit_code}: {sample.complaint}"
            return Measurement(sample.cpu, sample.peak, len(samples), failure=failure)
        if sample.cpu > SLOW_SECONDS:
            break
    seconds = [sample.cpu for sample in samples]
    cpu = statistics.median(seconds)
    peak = statistics.median(sample.peak for sample in samples)
    spread = (max(seconds) - min(seconds)) / cpu if cpu else 0.0
    return Measurement(cpu, int(peak), len(samples), spread)
