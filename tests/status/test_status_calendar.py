"""The calendar: read back by rules of RFC 5545, the same on every day but for its stamp."""

from __future__ import annotations

from datetime import date

import pytest
from calendar_reading import read_calendar

from qmsdoc.report.status.ics import escaped, folded, render
from qmsdoc.report.status.types import (
    ChangeRow,
    MeasurementRow,
    ReviewRow,
    SignatureRow,
    Status,
    StatusReport,
    Subject,
    TrainingRow,
)
from qmsdoc.text.language import translator

HOSTILE = "a;b,c\\d\r\nBEGIN:VEVENT\r\nSUMMARY:x\x1b[2J\u202e\ud800"
LONG = "公共就业服务大厅前台接待、分流引导与自助服务设备使用管理程序（试行）" * 3


def status(day: date = date(2026, 6, 1), **sections: object) -> Status:
    given = {"day": day, "window": 90, "organization": "示例中心", "repository": "示例中心"}
    return Status(**{**given, **sections})  # type: ignore[arg-type]


def calendar(found: Status, language: str = "en") -> bytes:
    return render(StatusReport("0", found, translator(language), language)).encode("utf-8")


def review(title: str = "接待程序", due: date = date(2026, 7, 1)) -> ReviewRow:
    return ReviewRow(Subject("QP-01", title, "大厅"), "A/1", "2025-07-01", "12 months", due, 30)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_day(language: str) -> None:
    found = status(
        reviews=(review(),),
        changes=(
            ChangeRow(Subject("QP-02", "登记", "大厅"), "A/2", "coming", "A/1", "2026-06-10"),
            ChangeRow(Subject("QP-02", "登记", "大厅"), "B/0", "coming", "A/1", "2026-06-20"),
            ChangeRow(Subject("QP-03"), "A/0", "draft"),
        ),
        measurements=(
            MeasurementRow(
                Subject("QO-2026-01", "办结率", "大厅"), "2026-Q2", "2026-Q1", date(2026, 6, 30), 29
            ),
            MeasurementRow(Subject("QO-2026-02")),
        ),
    )
    top, events = read_calendar(calendar(found, language))
    assert top["VERSION"] == "2.0"
    assert top["PRODID"]
    days = [(event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) for event in events]
    assert days == [
        ("20260701", "20260702"),
        ("20260610", "20260611"),
        ("20260620", "20260621"),
        ("20260630", "20260701"),
    ]
    assert {event["DTSTAMP"] for event in events} == {"20260601T000000Z"}
    assert len({event["UID"] for event in events}) == 4
    assert "QP-01 A/1 接待程序" in events[0]["SUMMARY"]
    assert "大厅" in events[0]["SUMMARY"]


def test_nothing_due_is_a_calendar_too() -> None:
    assert read_calendar(calendar(status()))[1] == []


def test_it_names_no_person() -> None:
    lacking = (SignatureRow("approved", ("主任",), ("张三",)),)
    found = status(
        reviews=(review(),),
        changes=(ChangeRow(Subject("QP-02"), "A/2", "in-review", lacking=lacking),),
        trainings=(TrainingRow(Subject("QP-01"), "A/1", "科员", "王五"),),
    )
    text = calendar(found).decode()
    assert "张三" not in text
    assert "王五" not in text


@pytest.mark.parametrize("title", [HOSTILE, LONG, "；，", "\\", "a" * 200, "🏢" * 60, ""])
def test_hostile_and_long_titles_stay_one_value(title: str) -> None:
    (event,) = read_calendar(calendar(status(reviews=(review(title),))))[1]
    if title == LONG:
        assert LONG in event["SUMMARY"]
    assert set(event) == {
        "UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "DESCRIPTION", "TRANSP",
    }  # fmt: skip


def test_a_review_that_is_put_off_moves_its_event() -> None:
    (before,) = read_calendar(calendar(status(reviews=(review(),))))[1]
    later = status(date(2026, 7, 2), reviews=(review("新题名", date(2027, 7, 1)),))
    (after,) = read_calendar(calendar(later))[1]
    assert before["UID"] == after["UID"]
    assert before["DTSTART;VALUE=DATE"] != after["DTSTART;VALUE=DATE"]


def test_another_repository_has_other_events() -> None:
    one, other = (
        read_calendar(calendar(status(reviews=(review(),), repository=name)))[1][0]["UID"]
        for name in ("甲", "乙")
    )
    assert one != other


def test_the_last_day_of_all() -> None:
    (event,) = read_calendar(calendar(status(reviews=(review(due=date.max),))))[1]
    assert "DTEND;VALUE=DATE" not in event


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150, 224])
def test_folding_keeps_every_octet(length: int) -> None:
    line = "x" * length
    parts = folded(line).encode().split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert b"".join([parts[0], *(part[1:] for part in parts[1:])]).decode() == line


def test_escaping() -> None:
    assert escaped("a;b,c\\d\ne") == r"a\;b\,c\\d e"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "last review on 2025-07-01, every 12 months"),
        ("zh", "上次评审：2025-07-01，每12个月评审一次"),
    ],
)
def test_how_often_a_document_is_reviewed_is_said_in_words(language: str, said: str) -> None:
    _, (event,) = read_calendar(calendar(status(reviews=(review(),)), language))
    assert event["DESCRIPTION"].replace("\\,", ",") == said
