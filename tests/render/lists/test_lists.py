"""What each list says of a workspace, before any format."""

from __future__ import annotations

from pathlib import Path

import pytest
from publishing import FORM, ORGANIZATION, POLICY, RECEPTION, cells, publish, view, workspace
from scratch import write_files

from qmsdoc.errors import UsageError
from qmsdoc.render.lists.catalogue import LISTS
from qmsdoc.render.order import PUBLICATIONS
from qmsdoc.render.standing import Signed, Standing
from qmsdoc.vcs.fresh import NewCommit, create


def test_every_list_is_a_publication() -> None:
    for name in LISTS:
        assert {"html", "pdf", "xlsx", "csv"} <= set(PUBLICATIONS[name])


def test_register_names_documents_by_level(tmp_path: Path) -> None:
    found = view(workspace(tmp_path), "register", "zh")
    assert found["title"] == "受控文件清单"
    assert [group["label"] for group in found["groups"]] == ["程序文件", "记录表单"]
    first = cells(found)[0]
    assert first[:4] == ["JY-QP-07", "接待服务程序", "A/1", ""]
    assert first[4:] == ["", "", "", "大厅", "大厅、办公室", "草稿"]
    assert found["groups"][0]["rows"][0]["cells"][1][0]["href"] == "QP-07.html"


def test_register_has_the_day_of_the_version_from_git(tmp_path: Path) -> None:
    files = {"qmsdoc.yaml": POLICY.encode(), "documents/QP-07.md": RECEPTION.encode()}
    commit = NewCommit(
        author="A",
        email="a@example.com",
        date="2026-02-03T09:00:00+08:00",
        message="first",
        files=files,
    )
    create(tmp_path, [commit])
    assert cells(view(tmp_path, "register"))[0][3] == "2026-02-03"
    (tmp_path / "documents/QP-07.md").write_text(RECEPTION.replace("A/1", "A/2"))
    # A version that is in no commit has no day yet.
    assert cells(view(tmp_path, "register"))[0][2:4] == ["A/2", ""]
    assert view(tmp_path, "register")["as_of"] == "2026-02-03"


def test_register_says_what_the_ledger_says(tmp_path: Path) -> None:
    from rendering import TODAY

    from qmsdoc.pipeline.open import open_workspace
    from qmsdoc.pipeline.render import Choices, Rendering

    signed = (Signed("approved", "林静", "主任", "2026-03-01"), Signed("reviewed", "王", "", ""))
    standing = Standing("in-force", "controlled", "", "2026-03-02", "2026-03-05", signed)
    choices = Choices(standings={"documents/QP-07.md": standing})
    with open_workspace(workspace(tmp_path), None, use_cache=False) as opened:
        library = Rendering(opened, TODAY, "en", jobs=1, choices=choices)._library
        row = cells(LISTS["register"](library))[0]
    assert row[4:7] == ["2026-03-02", "2026-03-05", "林静"]
    assert row[9] == "In force"


def test_the_list_bears_the_number_of_its_form(tmp_path: Path) -> None:
    form = FORM.replace("title: 登记表", "title: 受控文件清单")
    assert view(workspace(tmp_path, QR_07_01=form), "register", "zh")["number"] == "JY-QR-07-01"
    assert view(workspace(tmp_path), "register", "zh")["number"] == ""


def test_external_documents(tmp_path: Path) -> None:
    found = view(workspace(tmp_path), "external")
    rows = {row[0] or row[1]: row for row in cells(found)}
    assert set(rows) == {
        "GB/T 19001-2016",
        "DB11/T 1123-2014",
        "GB/T 30662-2014",
        "GB/T 99999-2020",
        "《优化营商环境条例》",
        "《信访工作条例》",
    }
    assert rows["GB/T 19001-2016"][4:] == ["In force", "ISO 9001:2026", "QP-07 接待服务程序"]
    assert rows["DB11/T 1123-2014"][3:5] == ["2015-03-01", "Not verified"]
    assert rows["GB/T 30662-2014"][1] == "现场招聘会服务规范"
    assert rows["GB/T 30662-2014"][4:6] == ["Superseded", "GB/T 30662-2024"]
    assert rows["GB/T 99999-2020"][1] == "虚构的规范"
    assert rows["GB/T 99999-2020"][4:6] == ["Not verified", ""]


def test_one_standard_is_listed_once_however_it_is_typed(tmp_path: Path) -> None:
    text = RECEPTION.replace(
        "## 3 回访", "见DB11/T1574—2018、DB11/T 1574-2018和DB11/T  1123-2014。\n\n## 3 回访"
    )
    rows = cells(view(workspace(tmp_path, QP_07=text), "external", "zh"))
    numbers = [row[0] for row in rows]
    assert numbers.count("DB11/T 1574-2018") == 1
    assert numbers.count("DB11/T 1123-2014") == 1
    # Its pack is known, and not in force here.
    known = rows[numbers.index("DB11/T 1574-2018")]
    assert known[1] == "公共职业介绍和公共职业指导服务评价规范"


def test_a_standard_of_the_policy_without_a_pack_is_listed(tmp_path: Path) -> None:
    policy = "organization: X\nstandards: [{id: no-such-1}]\n"
    rows = cells(view(write_files(tmp_path, {"qmsdoc.yaml": policy}), "external"))
    assert rows == [["no-such-1", "", "", "", "Not verified", "", ""]]


def test_records(tmp_path: Path) -> None:
    found = view(workspace(tmp_path), "records")
    assert cells(found) == [
        ["JY-QR-07-01", "登记表", "A/0", "QP-07 接待服务程序", "接待岗", "大厅", "3 years", "yes"],
        ["JY-QR-07-02", "汇总表", "A/0", "", "", "", "not laid down", "no"],
    ]
    assert found["groups"][0]["rows"][1]["cells"][6][0]["tone"] == "mark"


def test_coverage_has_gaps_exclusions_and_sections(tmp_path: Path) -> None:
    found = view(workspace(tmp_path), "coverage")
    assert [group["label"].split()[0] for group in found["groups"]] == ["GB/T", "DB11/T"]
    rows = {
        (group["label"].split()[1], row["cells"][0][0]["text"]): row
        for group in found["groups"]
        for row in group["rows"]
    }

    def texts(standard: str, number: str) -> list[str]:
        row_cells = rows[standard, number]["cells"]
        return ["/".join(line["text"] for line in cell) for cell in row_cells]

    assert texts("1123-2014", "5")[3:5] == ["QP-07 接待", "QR-07-01"]
    cover = rows["1123-2014", "5"]["cells"][3][0]
    assert cover["href"].startswith("QP-07.html#")
    assert texts("1123-2014", "6")[2] == "missing"
    assert rows["1123-2014", "6"]["cells"][2][0]["tone"] == "mark"
    assert texts("19001-2016", "8.3")[2:] == ["excluded", "", "", "不设计新的服务项目"]
    # The reason is said once, at the top.
    assert texts("19001-2016", "8.3.1")[5] == ""
    assert rows["19001-2016", "8.5"]["heading"]
    assert "8.3" not in found["groups"][1]["remark"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_workspace_makes_every_format(name: str, language: str, tmp_path: Path) -> None:
    root = write_files(tmp_path, {"qmsdoc.yaml": "organization: X\n"})
    made = publish(root, name, formats=("html", "pdf", "xlsx", "csv"), language=language)
    assert [Path(path).suffix for path in made] == [".html", ".pdf", ".xlsx", ".csv"]
    assert view(root, name, language)["empty"] in made[f"{name}.html"].decode()


@pytest.mark.parametrize("name", LISTS)
def test_rows_have_a_cell_for_each_column(name: str, tmp_path: Path) -> None:
    found = view(workspace(tmp_path, organization=ORGANIZATION), name)
    for group in found["groups"]:
        for row in group["rows"]:
            expected = 2 if row["heading"] else len(found["columns"])
            assert len(row["cells"]) == expected


def test_a_document_does_not_come_as_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not come as xlsx"):
        publish(workspace(tmp_path), "QP-07", formats=("xlsx",))
