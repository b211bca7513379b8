"""The change request form: what git and the documents know is filled in, the rest is left open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs
from redline_papers import PATH, document_part, of_texts, papers, revisions, text_of
from scratch import Ran

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.types import Impact, ImpactKind
from qmsdoc.errors import UsageError
from qmsdoc.model.approval import FORMAT, Act, Entry, canonical, entry_path
from qmsdoc.render.redline.docx_request import request_docx
from qmsdoc.render.redline.request_view import request_views
from qmsdoc.render.redline.view import Story

DOCUMENT = """\
---
id: QP-07
kind: procedure
title: 前台接待服务程序
version: A/0
distribution: [服务大厅, 职业介绍科]
audience: [前台接待岗]
---
# 前台接待服务程序

## 4 工作程序

受理后应在3个工作日内答复。
"""
NEW = DOCUMENT.replace("A/0", "A/1").replace("3个工作日", "5个工作日")
Make = Callable[..., Path]
Run = Callable[..., Ran]
Commit = Callable[..., str]


def rows(docx: bytes) -> list[list[str]]:
    return [
        [text_of(cell) for cell in row.xpath("w:tc")]
        for row in document_part(docx).xpath("//w:tbl/w:tr")
    ]


def test_what_is_known_is_filled_in() -> None:
    story = Story("李四", "2026-02-03", ("放宽答复时限", "改错字"))
    signatures = {"procedure": ("prepared", "reviewed", "countersigned", "approved")}
    made = of_texts(DOCUMENT, NEW, stories={PATH: story}, signatures=signatures)
    found = rows(request_docx(made))
    assert found[:3] == [
        ["Requested by", "李四", "Date", "2026-02-03"],
        ["Document number", "QP-07", "Document title", "前台接待服务程序"],
        ["Version before", "A/0", "Version after", "A/1"],
    ]
    assert found[3][1] == "☐ New document　☑ Revised document　☐ Withdrawn document"
    assert found[4][1].count("☑") == 1
    assert found[5] == ["Reason for the change", "放宽答复时限\n改错字"]
    assert ["Front matter", "version: A/0", "version: A/1"] in found
    assert [
        "4 工作程序",
        "受理后应在3个工作日内答复。",
        "受理后应在5个工作日内答复。",
    ] in found
    assert ["服务大厅", "", "", ""] in found
    assert ["职业介绍科", "", "", ""] in found
    assert [row[0] for row in found[-3:]] == ["Prepared by", "Reviewed by", "Approved by"]
    assert any("前台接待岗" in row[1] for row in found if row[0].startswith("Posts"))


def test_copies_to_replace_are_those_of_the_document() -> None:
    made = of_texts(DOCUMENT, NEW)
    where = (Location("a"), Location("b"))
    copies = Impact(ImpactKind.COPY, "服务大厅", ("QP-07 A/0 #01", "QP-071 A/0 #02"), where)
    comparison = structs.replace(made.comparison, impact=(*made.comparison.impact, copies))
    (view,) = request_views(replace(made, comparison=comparison))
    assert view["impact"][-1]["items"] == [{"text": "服务大厅 QP-07 A/0 #01", "places": ["a:1"]}]


def test_what_is_touched_stands_with_path_and_line() -> None:
    table = "\n| 步骤 | 责任岗位 | 时限 |\n|---|---|---|\n| 受理 | 前台接待岗 | {} |\n| 登记 | 前台接待岗 | {} |\n"
    reader = (
        "---\nid: QP-08\ntitle: 登记\n---\n# 登记\n\n见[前台](QP-07.md)和《前台接待服务程序》。\n"
    )
    before = {PATH: DOCUMENT + table.format("1日", "1日"), "documents/QP-08.md": reader}
    after = {PATH: NEW + table.format("2日", "2日"), "documents/QP-08.md": reader + "\n又。\n"}
    made = papers(before, after)
    first, second = request_views(made)
    found = {part["label"]: part["items"] for part in first["impact"]}
    referring = next(items for label, items in found.items() if label.startswith("Documents"))
    assert referring == [{"text": "QP-08", "places": ["documents/QP-08.md:7"]}]
    posts = next(items for label, items in found.items() if label.startswith("Posts"))
    assert posts == [{"text": "前台接待岗", "places": [f"{PATH}:7, 17, 18"]}]
    # That QP-08 refers to QP-07 is nothing that the change of QP-08 touches.
    assert not [part for part in second["impact"] if part["label"].startswith("Documents")]
    cells = [row[1] for row in rows(request_docx(made)) if row[0].startswith("Documents")]
    assert cells == ["QP-08  documents/QP-08.md:7"]


def test_names_that_lead_nowhere_are_told_where_they_were_broken() -> None:
    reader = "---\nid: QP-08\ntitle: 登记\n---\n# 登记\n\n见《前台接待服务程序》。\n"
    files = {PATH: DOCUMENT, "documents/QP-08.md": reader}
    after = {**files, PATH: NEW.replace("前台接待服务程序", "前台服务规程")}
    (view,) = request_views(papers(files, after))
    broken = next(part for part in view["impact"] if part["label"].startswith("Names"))
    assert broken["items"] == [{"text": "QP-08", "places": ["documents/QP-08.md:7"]}]


def test_the_form_has_no_tracked_changes_but_shows_what_came_and_went() -> None:
    docx = request_docx(of_texts(DOCUMENT, NEW))
    assert not revisions(docx)
    root = document_part(docx)
    assert "5个" in "".join(text_of(run) for run in root.xpath("//w:r[w:rPr/w:u]"))
    assert "3个" in "".join(text_of(run) for run in root.xpath("//w:r[w:rPr/w:strike]"))


def test_what_only_people_know_stays_empty() -> None:
    (view,) = request_views(of_texts(DOCUMENT, NEW))
    assert (view["applicant"], view["day"], view["reasons"]) == ("", "", [])
    assert view["roles"] == ["reviewed", "approved"]


@pytest.mark.parametrize(
    ("before", "after", "whole"), [(None, NEW, "added"), (NEW, None, "removed")]
)
def test_a_document_that_came_or_went_as_a_whole(
    before: str | None, after: str | None, whole: str
) -> None:
    (view,) = request_views(papers({PATH: before}, {PATH: after}))
    assert view["whole"] == whole
    assert view["places"] == []
    assert [tick["name"] for tick in view["ways"] if tick["ticked"]] == [whole]
    assert view["departments"] == ["服务大厅", "职业介绍科"]
    versions = view["version_before"], view["version_after"]
    assert versions == (("", "A/1") if whole == "added" else ("A/1", ""))


def test_a_field_and_its_value_are_parted_as_the_language_parts_them() -> None:
    (view,) = request_views(of_texts(DOCUMENT, NEW, language="zh"))
    said = ["".join(run["text"] for run in side) for side in view["places"][0]["before"]]
    assert said == ["版本：A/0"]


def test_each_document_has_a_form_of_its_own() -> None:
    second = NEW.replace("QP-07", "QP-08")
    made = papers(
        {PATH: DOCUMENT, "documents/QP-08.md": second},
        {PATH: NEW, "documents/QP-08.md": second.replace("A/1", "A/2")},
    )
    assert [view["number"] for view in request_views(made)] == ["QP-07", "QP-08"]
    assert len(document_part(request_docx(made)).xpath("//w:pageBreakBefore")) == 1


def test_measured_values_are_no_document_of_their_own() -> None:
    objective = "id: QO-2026-01\ntitle: 满意率\nversion: A/0\ndata: data/QO-2026-01.csv\n"
    files = {
        "objectives/QO-2026-01.yaml": objective,
        "objectives/data/QO-2026-01.csv": "period,a\n",
    }
    changed = {
        "objectives/QO-2026-01.yaml": objective.replace("满意率", "满意度"),
        "objectives/data/QO-2026-01.csv": "period,a\n2026-01,1\n",
    }
    assert [view["title"] for view in request_views(papers(files, changed))] == ["满意度"]


def test_without_a_changed_document_there_is_nothing_to_request() -> None:
    with pytest.raises(UsageError, match="no document changed"):
        request_views(papers({"documents/a.bin": b"1"}, {"documents/a.bin": b"22"}))


def test_long_text_is_cut_away_from_the_edit() -> None:
    long = DOCUMENT.replace("受理后", "甲" * 400 + "受理后")
    (view,) = request_views(of_texts(long, long.replace("3个", "5个")))
    text = "".join(run["text"] for run in view["places"][-1]["after"][0])
    assert "5个工作日" in text
    assert len(text) < 120


def test_what_the_ledger_gives_as_reason_stands_first(
    workspace: Make, cli: Run, commit: Commit, tmp_path: Path
) -> None:
    root = workspace({PATH: DOCUMENT})
    commit(root, "首版")
    (root / PATH).write_text(NEW, "utf-8")
    entry = Entry(
        format=FORMAT,
        repository="r",
        document="QP-07",
        path=PATH,
        version="A/1",
        sha256="0" * 64,
        blob="0" * 40,
        role=Act.PREPARED,
        person="李四",
        time="2026-03-01T09:00:00+08:00",
        summary="放宽答复时限",
        reason="人手不足",
    )
    file, broken = root / entry_path(entry), root / "approvals/QP-07/A-1/approved.王五.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(canonical(entry))
    broken.write_text("{", "utf-8")
    form = tmp_path / "form.docx"
    ran = cli("-C", root, "diff", "QP-07", "--request", "--format", "docx", "-o", form)
    assert (ran.code, ran.err) == (0, "")
    found = rows(form.read_bytes())
    assert found[0] == ["Requested by", "", "Date", ""]
    assert found[5][1] == "放宽答复时限\n人手不足"


def test_applicant_and_reasons_come_from_the_commits_between(
    workspace: Make, cli: Run, commit: Commit, tmp_path: Path
) -> None:
    root = workspace({PATH: DOCUMENT, "documents/QP-09.md": DOCUMENT.replace("QP-07", "QP-09")})
    base = commit(root, "首版")
    (root / PATH).write_text(NEW.replace("5个", "4个"), "utf-8")
    commit(root, "先改为4个工作日")
    (root / "documents/QP-09.md").write_text(NEW.replace("QP-07", "QP-09"), "utf-8")
    commit(root, "另一份文件")
    (root / PATH).rename(root / "documents/QP-07-前台.md")
    commit(root, "改文件名")
    (root / "documents/QP-07-前台.md").write_text(NEW, "utf-8")
    commit(root, "再改为5个工作日")
    file = tmp_path / "form.docx"
    ran = cli(
        "-C", root, "diff", f"{base}..HEAD", "QP-07", "--request", "--format", "docx", "-o", file
    )
    assert (ran.code, ran.err) == (0, "")
    found = rows(file.read_bytes())
    assert found[0] == ["Requested by", "张三", "Date", "2026-01-05"]
    assert found[5][1] == "再改为5个工作日\n改文件名\n先改为4个工作日"
