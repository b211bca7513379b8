"""The marks that qmsdoc sets itself, and whether a figure reaches them."""

from dataclasses import dataclass

COLD_MS = 1.2
WARM_MS = 0.05
VERSION_SECONDS = 0.15
EXAMPLE_SECONDS = 0.6
PDF_SECONDS = 1.5
PEAK_KIB = 40.0
# Growth from size to size, start-up taken off, against the growth of the number of documents.
GROWTH_SLACK = 1.15
# Below this size start-up and chance outweigh the documents.
SMALLEST_MARKED = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure beside the most that it may be."""

    what: str
    figure: float
    most: float
    unit: str

    def line(self) -> str:
        verdict = "reached" if self.figure <= self.most else "MISSED"
        return f"{verdict:8}{self.figure:10.3f} {self.unit:18} at most {self.most:g}   {self.what}"


def per_document(size: int, cold: float, warm: float, idle: float) -> list[Mark]:
    """Marks of one size; all in CPU seconds, *idle* being a warm run on four documents."""
    return [
        Mark(f"cold validate, {size:,} documents", cold / size * 1e3, COLD_MS, "ms a document"),
        Mark(
            f"warm validate, {size:,} documents, start-up taken off",
            (warm - idle) / size * 1e3,
            WARM_MS,
            "ms a document",
        ),
    ]


def memory(size: int, peak: int, idle_peak: int) -> Mark:
    """Bytes at the peak of the cold run above those of a run on four documents."""
    figure = (peak - idle_peak) / size / 1024
    return Mark(
        f"peak memory, {size:,} documents, start-up taken off", figure, PEAK_KIB, "KiB a document"
    )


def growth(small: tuple[int, float], large: tuple[int, float], idle: float, what: str) -> Mark:
    """Growth of CPU seconds above *idle*, from (size, seconds) to (size, seconds)."""
    figure = (large[1] - idle) / max(small[1] - idle, 1e-6)
    most = large[0] / small[0] * GROWTH_SLACK
    return Mark(f"{what}, growth from {small[0]:,} to {large[0]:,}", figure, most, "times")
