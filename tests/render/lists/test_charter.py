"""The service charter promises what the procedures say, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from paper import docx_text, page_count, text_of
from publishing import COMPLAINT, POLICY, RECEPTION, WORKING, publish, workspace
from rendering import TODAY, Page
from scratch import ROOT, write_files
from test_hostile_content import VECTORS, problems

from qmsdoc.errors import PolicyError
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Rendering
from qmsdoc.render.charter.types import CharterView, ServiceView
from qmsdoc.render.charter.view import charter_views


def charters(root: Path, language: str = "en") -> dict[str, CharterView]:
    with open_workspace(root, None, use_cache=False) as opened:
        return dict(charter_views(Rendering(opened, TODAY, language, 1, WORKING)._library))


def reception(root: Path, language: str = "en") -> ServiceView:
    return charters(root, language)["charter-QP-07"]["services"][0]


def settled(root: Path, charter: str, **changed: str) -> Path:
    """The workspace with *charter* in qmsdoc.yaml."""
    return workspace(root, qmsdoc=f"{POLICY}charter:\n{charter}", **changed)


def promises(service: ServiceView) -> list[tuple[str, str]]:
    return [(item["what"], item["limit"]) for item in service["promises"]]


def test_services_are_those_that_claim_a_clause_on_a_service(tmp_path: Path) -> None:
    made = charters(workspace(tmp_path))
    assert list(made) == ["charter", "charter-QP-07"]
    assert made["charter"]["whole"]
    assert not made["charter-QP-07"]["whole"]


def test_without_services_one_is_told_where_to_name_them(tmp_path: Path) -> None:
    plain = RECEPTION.replace("db11t-1123-2014:5", "gbt-19001-2016:8.6")
    with pytest.raises(PolicyError, match=r"charter: \{services"):
        charters(workspace(tmp_path, QP_07=plain))


def test_steps_with_a_limit_are_promises(tmp_path: Path) -> None:
    found = reception(workspace(tmp_path))
    # Not those without a limit, of outsiders alone, or on a day in the calendar of the staff.
    assert promises(found) == [("登记来访事项", "5分钟内"), ("电话回访", "3个工作日内")]
    assert found["duties"] == ()
    assert [item["section"] for item in found["promises"]] == ["接待", "回访"]


def test_who_is_not_the_public_promises(tmp_path: Path) -> None:
    found = reception(settled(tmp_path, "  public: [求职者]\n"))
    assert ("答复来访者", "1个工作日内") in promises(found)
    assert [(item["what"], item["limit"]) for item in found["duties"]] == [("递交材料", "当场")]


@pytest.mark.parametrize(
    ("limit", "promised"),
    [
        ("每日16时前", False),
        ("每周五下班前", False),
        ("每个工作日9时和14时", False),
        ("每半年", False),
        ("weekly", False),
        ("every working day by 16:00", False),
        ("每15日一次", True),
        ("每人15分钟内", True),
        ("当日下班前", True),
        ("within 2 working days", True),
    ],
)
def test_routine_of_the_staff_is_no_promise(limit: str, promised: bool, tmp_path: Path) -> None:
    text = RECEPTION.replace("5分钟内", limit)
    found = reception(workspace(tmp_path, QP_07=text))
    assert (("登记来访事项", limit) in promises(found)) is promised


def test_policy_chooses_sections_steps_and_a_name(tmp_path: Path) -> None:
    service = "{procedure: QP-07, name: 咨询, sections: [接待], promises: [登记]}"
    found = reception(settled(tmp_path, f"  services:\n    - {service}\n"))
    assert found["name"] == "咨询"
    assert promises(found) == [("登记来访事项", "5分钟内")]
    both = settled(tmp_path / "b", "  services: [QP-16, {procedure: QP-07}]\n")
    assert list(charters(both)) == ["charter", "charter-QP-16", "charter-QP-07"]


@pytest.mark.parametrize(
    ("charter", "said"),
    [
        (
            "  services: [QP-70]\n",
            r"line 10 of qmsdoc.yaml does not fit .* names QP-70, and there is no such document",
        ),
        ("  complaint: {procedure: QP-61}\n", "names QP-61"),
        ("  services: [{procedure: QP-07, sections: [接持]}]\n", "section 接持, which QP-07"),
        (
            "  services: [{procedure: QP-07, promises: [登己]}]\n",
            "promises “登己”, and no step of QP-07",
        ),
        ("  services: [{procedure: QP-07, promises: [说明去处]}]\n", "which has no time limit"),
        ("  services: [{procedure: QP-07, promises: [递交材料]}]\n", "and no step of QP-07"),
    ],
)
def test_what_the_policy_gets_wrong_is_said(charter: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=said):
        publish(settled(tmp_path, charter), "charter", formats=("html",))


def test_purpose_targets_and_name_are_the_documents_own(tmp_path: Path) -> None:
    found = reception(workspace(tmp_path), "zh")
    assert found["purpose"] == "让来访者一次办好，见投诉处理程序。"
    assert found["name"] == "接待服务"
    target = found["targets"][0]
    assert (target["title"], target["target"], target["period"]) == ("满意率", "不低于95%", "每月")


def test_a_text_that_is_not_in_force_is_marked(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    assert reception(root, "zh")["mark"] == "草稿"
    made = publish(root, "charter", formats=("html", "pdf", "docx"), language="zh")
    assert "草稿" in Page(made["charter-QP-07.html"].decode()).text
    assert "草稿" in text_of(made["charter-QP-07.pdf"])
    assert "草稿" in docx_text(made["charter-QP-07.docx"])


def test_complaints_by_the_policy_or_by_the_only_title(tmp_path: Path) -> None:
    by_title = charters(workspace(tmp_path))["charter"]
    assert by_title["complaint"] is not None
    assert by_title["complaint"]["number"] == "JY-QP-16"
    assert by_title["brief"] == ()
    setting = "  complaint: {procedure: QP-16, promises: [答复投诉人]}\n"
    named = charters(settled(tmp_path / "b", setting))["charter-QP-07"]
    assert [(item["what"], item["limit"]) for item in named["brief"]] == [
        ("答复投诉人", "10个工作日内")
    ]
    other = COMPLAINT.replace("投诉处理程序", "申诉办理程序")
    assert charters(workspace(tmp_path / "c", QP_16=other))["charter"]["complaint"] is None


def test_nothing_is_promised_that_no_document_says(tmp_path: Path) -> None:
    root = ROOT / "examples" / "beijing-pes"
    texts = "".join(path.read_text("utf-8") for path in root.rglob("*.md"))
    # A step may link to another document, of which the charter shows the label.
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", texts).replace("**", "")
    for service in charters(root, "zh")["charter"]["services"]:
        assert service["promises"]
        for item in (*service["promises"], *service["duties"]):
            assert f"| {item['what']} |" in plain
            assert f"| {item['limit']} |" in plain
        assert service["purpose"] in plain


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sheet_is_one_page(language: str) -> None:
    made = publish(
        ROOT / "examples" / "beijing-pes", "charter", formats=("pdf",), language=language
    )
    sheets = {name: content for name, content in made.items() if name != "charter.pdf"}
    assert len(sheets) >= 10
    assert {page_count(content) for content in sheets.values()} == {1}
    # A cover, the services, and the sheet on complaints.
    assert page_count(made["charter.pdf"]) == len(sheets) + 2


def test_pages_say_the_same_as_the_sheets(tmp_path: Path) -> None:
    root = settled(tmp_path, "  contact: [{name: 热线, value: '12345'}]\n")
    made = publish(root, "charter", formats=("html", "pdf", "docx"), language="zh")
    page = Page(made["charter-QP-07.html"].decode())
    sheet = re.sub(r"\s", "", text_of(made["charter-QP-07.pdf"]))
    paper = docx_text(made["charter-QP-07.docx"])
    for text in ("接待服务", "登记来访事项", "5分钟内", "不低于95%", "热线", "12345"):
        assert text in re.sub(r"\s", "", page.text)
        assert text in sheet
        assert text in paper
    assert "#QP-07" in Page(made["charter.html"].decode()).links


def test_more_than_a_sheet_holds_goes_on_overleaf(tmp_path: Path) -> None:
    steps = "".join(f"| 办理第{number}项事务 | 接待岗 | 当场 | — |\n" for number in range(120))
    text = RECEPTION.replace("| 登记来访事项", f"{steps}| 登记来访事项")
    made = publish(workspace(tmp_path, QP_07=text), "charter", formats=("pdf",))
    content = made["charter-QP-07.pdf"]
    assert page_count(content) > 1
    assert "办理第119项事务" in re.sub(r"\s", "", text_of(content))


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    vectors = [*VECTORS, '#panic("x")', "{{ 7*7 }}", "{% raw %}", "$x$ #let a = 1"]
    rows = "".join(f"| {vector.replace('|', '/')} | 岗 | 当场 |\n" for vector in vectors)
    title = json.dumps(vectors[0])
    procedure = (
        f"---\nid: QP-07\nkind: procedure\ntitle: {title}\nversion: A/0\n---\n# x\n\n"
        f"## 1 目的\n\n{vectors[1]} {vectors[-4]}\n\n## 2 x\n\n| 步骤 | 岗位 | 时限 |\n|---|---|---|\n{rows}"
    )
    contact = json.dumps([{"name": vector, "value": vector} for vector in vectors[:6]])
    policy = f"organization: {title}\ncharter: {{services: [QP-07], contact: {contact}}}\n"
    root = write_files(tmp_path, {"qmsdoc.yaml": policy, "documents/QP-07.md": procedure})
    made = publish(root, "charter", formats=("html", "pdf", "docx"))
    for name, content in made.items():
        if name.endswith(".html"):
            assert not list(problems(content.decode()))
        elif name.endswith(".docx"):
            assert "{{ 7*7 }}" in docx_text(content)
        else:
            assert b"/JavaScript" not in content
            assert "{{7*7}}" in re.sub(r"\s", "", text_of(content))
