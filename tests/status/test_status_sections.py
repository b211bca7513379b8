"""What the status says: sections from the ledger and the day, each with what belongs in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from scratch import MemoryTree
from status_office import StatusOffice

from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.status import status_from
from qmsdoc.report.status.catalogue import status_reporter
from qmsdoc.report.status.types import Status, StatusReport
from qmsdoc.resources import data_dir
from qmsdoc.text.language import translator
from qmsdoc.text.wide import columns
from qmsdoc.workspace.cache import CompileCache

TODAY = date(2026, 6, 1)
SCHEMA = json.loads((data_dir("schemas") / "status.schema.json").read_text("utf-8"))


@pytest.fixture
def office() -> StatusOffice:
    return StatusOffice()


def status(office: StatusOffice, today: date = TODAY, window: int = 90, owner: str = "") -> Status:
    index = link_tree(load(MemoryTree(office.files), CompileCache(None)), today)
    return status_from(index, window, owner)


def said(found: Status, name: str = "table", language: str = "en", width: int = 80) -> str:
    report = StatusReport("0", found, translator(language), language, width=width)
    return status_reporter(name)(report)


def data(found: Status) -> Any:
    parsed = json.loads(said(found, "json"))
    jsonschema.Draft202012Validator(SCHEMA).validate(parsed)
    return parsed


def test_reviews_by_the_day_with_what_is_overdue_first(office: StatusOffice) -> None:
    for number, day in (("QP-01", "2025-07-15"), ("QP-02", "2025-05-31"), ("QP-03", "2025-08-31")):
        office.write(number)
        office.release(number, day)
    found = status(office)
    assert [(row.subject.id, row.days) for row in found.reviews] == [("QP-02", -1), ("QP-01", 44)]
    assert data(found)["summary"] == {
        "states": {"in-force": 3},
        "reviews_overdue": 1,
        "reviews_due": 1,
    }
    text = said(found)
    assert "1 day overdue" in text
    assert "in 44 days" in text
    assert "QP-03" not in text
    assert text.endswith("reviews overdue: 1\n")


@pytest.mark.parametrize(("window", "shown"), [(0, ["QP-01"]), (1, ["QP-01", "QP-02"])])
def test_the_last_day_of_the_window_is_in_it(
    office: StatusOffice, window: int, shown: list[str]
) -> None:
    for number, day in (("QP-01", "2025-06-01"), ("QP-02", "2025-06-02"), ("QP-03", "2025-06-03")):
        office.write(number)
        office.release(number, day)
    found = status(office, window=window)
    assert [row.subject.id for row in found.reviews] == shown
    assert not found.overdue
    said(found)


def test_counts_by_department_and_thirty_days(office: StatusOffice) -> None:
    for number, day, owner in (
        ("QP-01", "2025-05-01", "大厅"),
        ("QP-02", "2025-07-01", "大厅"),
        ("QP-03", "2025-07-02", "大厅"),
        ("QP-04", "2025-08-30", "办公室"),
    ):
        office.write(number, owner=owner)
        office.release(number, day)
    lines = [line.split() for line in said(status(office)).splitlines()]
    assert ["大厅", "1", "1", "1", "0"] in lines
    assert ["办公室", "0", "0", "0", "1"] in lines


def test_a_text_in_review_names_who_has_to_sign(office: StatusOffice) -> None:
    office.write("QP-01", "A/1")
    office.release("QP-01", "2026-01-10")
    office.write("QP-01", "A/2")
    office.enter("prepared", "李四", "QP-01", "2026-05-20")
    (row,) = data(status(office))["changes"]
    assert (row["state"], row["version"], row["in_force"]) == ("in-review", "A/2", "A/1")
    assert row["missing"] == [
        {"role": "reviewed", "posts": ["副主任"], "people": ["赵六"]},
        {"role": "approved", "posts": ["主任"], "people": ["张三"]},
    ]
    assert "to be signed as reviewed: 赵六 (副主任)" in said(status(office))
    assert "待审核：赵六（副主任）" in said(status(office), language="zh")


def test_who_signed_already_is_not_asked_again(office: StatusOffice) -> None:
    office.write("QP-01")
    office.enter("prepared", "张三", "QP-01", "2026-05-20")
    (row,) = data(status(office))["changes"]
    assert row["missing"][1] == {"role": "approved", "posts": ["主任"], "people": []}
    assert "and nobody who holds it may still sign" in said(status(office))
    office.files["qmsdoc.yaml"] = office.files["qmsdoc.yaml"].replace(
        "unsigned: true", "unsigned: true, four_eyes: false"
    )
    (row,) = data(status(office))["changes"]
    assert row["missing"][1]["people"] == ["张三"]


def test_a_role_without_posts_is_open_to_anybody(office: StatusOffice) -> None:
    policy = office.files["qmsdoc.yaml"].replace(", approved: [主任]", "")
    office.files["qmsdoc.yaml"] = policy
    office.write("QP-01")
    office.enter("prepared", "李四", "QP-01", "2026-05-20")
    assert "to be signed as approved: by anybody" in said(status(office))


def test_changed_approved_and_coming_texts(office: StatusOffice) -> None:
    office.write("QP-01")
    office.release("QP-01", "2026-01-10")
    office.files["documents/QP-01.md"] += "\n改了一句。\n"
    office.write("QP-02")
    for role, person in (("prepared", "李四"), ("reviewed", "赵六"), ("approved", "张三")):
        office.enter(role, person, "QP-02", "2026-05-20")
    office.write("QP-03")
    office.release("QP-03", "2026-05-20", effective="2026-07-01")
    office.write("QP-04")
    found = status(office)
    rows = [(row.subject.id, row.state, row.effective) for row in found.changes]
    assert rows == [
        ("QP-01", "changed", ""),
        ("QP-02", "approved", ""),
        ("QP-03", "coming", "2026-07-01"),
        ("QP-04", "draft", ""),
    ]
    data(found)


def test_each_release_that_is_still_to_come_is_told_as_such(office: StatusOffice) -> None:
    office.write("QP-01", "A/0", more="distribution: [大厅]\n")
    office.release("QP-01", "2026-05-10", effective="2026-07-01")
    office.write("QP-01", "A/1", more="distribution: [大厅]\n")
    office.release("QP-01", "2026-05-12", effective="2026-08-01")
    office.enter("distributed", "张三", "QP-01", "2026-05-13", department="大厅", copy="1")
    found = status(office)
    assert [(row.state, row.version, row.effective) for row in found.changes] == [
        ("coming", "A/0", "2026-07-01"),
        ("coming", "A/1", "2026-08-01"),
    ]
    assert found.recalls == ()
    later = status(office, date(2026, 7, 2))
    assert [(row.state, row.version, row.in_force) for row in later.changes] == [
        ("coming", "A/1", "A/0")
    ]


def test_copies_of_what_is_superseded_are_to_be_taken_back(office: StatusOffice) -> None:
    office.write("QP-01", "A/1", more="distribution: [大厅, 办公室]\n")
    office.release("QP-01", "2026-01-10")
    office.enter("distributed", "张三", "QP-01", "2026-01-11", department="大厅", copy="1")
    office.write("QP-01", "A/2", more="distribution: [大厅, 办公室]\n")
    office.release("QP-01", "2026-05-10")
    office.enter("distributed", "张三", "QP-01", "2026-05-11", department="办公室", copy="2")
    parsed = data(status(office))
    (recall,) = parsed["copies_to_recall"]
    assert (recall["department"], recall["number"], recall["version"]) == ("大厅", "1", "A/1")
    assert [row["department"] for row in parsed["copies_to_hand_out"]] == ["大厅"]
    assert data(status(office, owner="办公室"))["copies_to_recall"] == []
    assert len(data(status(office, owner="大厅"))["copies_to_recall"]) == 1
    assert "No. 1" in said(status(office))


def test_trainings_by_post_and_person(office: StatusOffice) -> None:
    for number in ("QP-01", "QP-02"):
        office.write(number, more="audience: [科员]\n")
        office.release(number, "2026-05-10")
    office.enter("trained", "李四", "QP-01", "2026-05-12")
    rows = [(row["person"], row["id"]) for row in data(status(office))["trainings"]]
    assert rows == [("王五", "QP-01"), ("李四", "QP-02"), ("王五", "QP-02")]
    assert "王五  QP-01 A/1, QP-02 A/1" in said(status(office))
    assert data(status(office, owner="办公室"))["trainings"] == []


def test_a_department_sees_what_is_its_own(office: StatusOffice) -> None:
    office.write("QP-01", owner="大厅")
    office.write("QP-02", owner="办公室")
    for number in ("QP-01", "QP-02"):
        office.release(number, "2025-06-10")
    found = status(office, owner="办公室")
    assert [row.subject.id for row in found.reviews] == ["QP-02"]
    assert found.states == {"in-force": 1}


def test_a_document_whose_text_is_gone(office: StatusOffice) -> None:
    office.write("QP-01")
    office.release("QP-01", "2025-05-10")
    del office.files["documents/QP-01.md"]
    (row,) = status(office).reviews
    assert (row.subject.id, row.subject.title) == ("QP-01", "")
    said(status(office))
    assert data(status(office))["changes"] == []


def test_nothing_due_is_said(office: StatusOffice) -> None:
    office.write("QP-01")
    office.release("QP-01", "2026-05-10")
    text = said(status(office))
    assert text.splitlines()[-1] == "nothing is due within 90 days"
    assert "Reviews" not in text


def test_without_a_ledger_measurements_alone_are_known(office: StatusOffice) -> None:
    office.write("QP-01")
    office.files["objectives/QO-2026-01.yaml"] = (
        "id: QO-2026-01\ntitle: 办结率\nowner: 大厅\nformula: 100 * a / b\n"
        "series:\n  a: {label: 办结, unit: 件}\n  b: {label: 应办, unit: 件}\n"
        'unit: "%"\nperiod: month\ndata: data/a.csv\n'
    )
    office.files["objectives/data/a.csv"] = "period,a,b\n2026-01,9,10\n2026-02,,\n2026-03,9,10\n"
    found = status(office)
    assert not found.ledger
    assert found.states == {}
    (row,) = data(found)["measurements"]
    assert (row["period"], row["due"], row["days"]) == ("2026-04", "2026-04-30", -32)
    text = said(found)
    assert "no approvals ledger is kept here" in text
    assert "2026-04 has ended" in text
    later = status(office, date(2026, 4, 10))
    assert later.measurements
    assert not later.unmeasured
    assert "no measurement is missing" in said(later)


def test_an_objective_that_was_never_measured(office: StatusOffice) -> None:
    office.files["objectives/QO-2026-01.yaml"] = "id: QO-2026-01\ntitle: 办结率\nowner: 大厅\n"
    (row,) = data(status(office))["measurements"]
    assert (row["due"], row["days"], row["trouble"]) == (None, None, "the objective has no formula")
    assert "the objective has no formula" in said(status(office))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 60, 132])
def test_no_line_is_wider_than_the_terminal(
    office: StatusOffice, language: str, width: int
) -> None:
    title = "公共就业服务大厅前台接待、分流引导与自助服务设备使用管理程序（试行）"
    for number in ("QP-01", "QP-02", "QP-03"):
        owner = "公共就业服务大厅综合受理与自助服务科"
        office.write(
            number,
            title=title,
            owner=owner,
            more="audience: [科员]\ndistribution: [大厅, 办公室]\n",
        )
        office.release(number, "2025-05-10")
    office.enter("distributed", "张三", "QP-01", "2025-05-11", department="大厅", copy="1")
    office.enter("trained", "李四", "QP-01", "2025-05-12")
    office.write("QP-03", "A/2", title=title)
    office.enter("prepared", "李四", "QP-03", "2026-05-20")
    office.write("QP-04", title=title)
    lines = said(status(office), language=language, width=width).splitlines()
    assert max(columns(line) for line in lines) <= width
    assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize("name", ["table", "json"])
def test_hostile_names_move_no_cursor(office: StatusOffice, name: str) -> None:
    office.write("QP-01", title='"\\e[2J\\u202e##[error]"', owner='"\\e[31m"')
    office.release("QP-01", "2025-05-10")
    text = said(status(office), name)
    assert all(line.isprintable() for line in text.splitlines())
    assert "##[" not in text


def test_the_example_with_a_full_ledger(cli: Callable[..., Any]) -> None:
    ran = cli(
        "-C",
        data_dir("examples") / "beijing-pes",
        "--lang",
        "en",
        "status",
        "--today",
        "2027-06-30",
    )
    assert ran.code == 0
    assert "Reviews" in ran.out
    assert "overdue" in ran.out


def test_the_workspace_has_no_department_of_that_name(
    cli: Callable[..., Any], tmp_path: Path, office: StatusOffice
) -> None:
    for path, text in office.files.items():
        (tmp_path / path).write_text(text, "utf-8")
    ran = cli("-C", tmp_path, "--lang", "en", "status", "--owner", "办公")
    assert (ran.code, ran.out) == (2, "")
    assert "办公 is no department" in ran.err
