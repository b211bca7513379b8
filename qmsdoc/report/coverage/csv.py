"""The coverage for a spreadsheet: a row for each clause and each document that covers it.

It begins with a byte order mark, without which Excel takes Chinese for something else. A clause is
written ``gbt-19001-2016:4.10``, because a spreadsheet takes 4.10 for 4.1 and 7.1.5 for a day.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from qmsdoc.index.coverage import ClauseCoverage, Cover, StandardCoverage
from qmsdoc.report.coverage.types import CoverageReport
from qmsdoc.text.message import Message
from qmsdoc.text.spreadsheet import safe_cell

_BYTE_ORDER_MARK = "\ufeff"
_HEADS = (
    Message.of("Standard"),
    Message.of("Clause"),
    Message.of("Title"),
    Message.of("State"),
    Message.of("Clauses to cover"),
    Message.of("Clauses met"),
    Message.of("Document"),
    Message.of("Document title"),
    Message.of("Kind"),
    Message.of("Section"),
    Message.of("Records"),
    Message.of("Objectives"),
    Message.of("File"),
    Message.of("Missing evidence"),
    Message.of("Remark"),
)


def render(report: CoverageReport) -> str:
    """Every clause, with lines ended as RFC 4180 asks."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(report.say(head)) for head in _HEADS])
    for item in report.standards:
        for clause in item.clauses:
            for row in _rows(report, item, clause):
                writer.writerow([safe_cell(cell) for cell in row])
    return _BYTE_ORDER_MARK + out.getvalue()


def _rows(
    report: CoverageReport, standard: StandardCoverage, item: ClauseCoverage
) -> Iterator[list[str]]:
    clause = [
        standard.standard.number,
        f"{standard.standard.id}:{item.clause.number}",
        report.title(item),
        report.word(item),
        str(item.total),
        str(item.met),
    ]
    remarks = [" | ".join(report.missing(item)), report.note(item)]
    if not item.covers:
        yield [*clause, *[""] * 7, *remarks]
    for cover in item.covers:
        yield [*clause, *_cover(report, cover), *remarks]


def _cover(report: CoverageReport, cover: Cover) -> list[str]:
    return [
        cover.id,
        cover.title,
        report.kind(cover),
        cover.section,
        " ".join(cover.records),
        " ".join(cover.objectives),
        cover.path,
    ]
