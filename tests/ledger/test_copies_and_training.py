"""Copies that are handed out and taken back, people who are trained, reviews without change."""

from __future__ import annotations

from judging import control
from scratch import git
from signing import AUTHOR, CHIEF, CLERK, HEAD, PATH, TEXT, Office

from qmsdoc.model.approval import Act


def test_trained_and_confirmed(office: Office) -> None:
    office.sign()
    office.release()
    assert office.approve(HEAD, Act.TRAINED, "--for", AUTHOR, "--for", CLERK).code == 0
    assert office.approve(CHIEF, Act.TRAINED).code == 0
    assert control(office).trained == {AUTHOR, CLERK, CHIEF}
    assert "already" in office.approve(HEAD, Act.TRAINED, "--for", AUTHOR).err
    assert "did you mean" in office.approve(HEAD, Act.TRAINED, "--for", "苏晓").err
    assert "--as trained" in office.approve(CHIEF, Act.CONFIRMED, "--for", AUTHOR).err
    late = "2026-06-20T09:00:00+08:00"
    assert office.approve(CHIEF, Act.CONFIRMED, time=late).code == 0
    assert control(office).reviewed == "2026-06-20"
    assert "already" in office.approve(CHIEF, Act.CONFIRMED, time=late).err


def copies(office: Office) -> list[tuple[str, str, str, bool]]:
    return [
        (copy.department, copy.number, copy.version, bool(copy.recalled))
        for copy in control(office).copies
    ]


def test_copies(office: Office) -> None:
    office.write(
        PATH, TEXT.replace("owner: 服务大厅\n", "owner: 服务大厅\ndistribution: [服务大厅]\n")
    )
    office.commit()
    out = ("distribute", "QP-07")
    assert "no version of QP-07 is in force" in office.by(CLERK, *out, "--all").err
    office.sign()
    office.release()
    to = (*out, "--to", "服务大厅")
    assert office.by(CLERK, *to, "--copy", "01", "--copy", "07").code == 0
    assert "already" in office.by(CLERK, *out, "--all").err
    assert "take it back first" in office.by(CLERK, *to, "--copy", "07").err
    assert "no number of a copy" in office.by(CLERK, *to, "--copy", "a/b").err
    assert "no department" in office.by(CLERK, *out, "--to", "大厅", "--copy", "3").err
    back = (*out, "--recall", "服务大厅")
    assert "holds no copy" in office.by(CLERK, *back).err
    assert office.by(CLERK, *back, "--copy", "07").code == 0
    assert "holds no copy 07" in office.by(CLERK, *back, "--copy", "07").err
    assert office.by(CLERK, *to, "--copy", "07").code == 0
    assert copies(office) == [
        ("服务大厅", "01", "A/1", False),
        ("服务大厅", "07", "A/1", True),
        ("服务大厅", "07", "A/1", False),
    ]
    office.write(PATH, (office.root / PATH).read_text("utf-8").replace("A/1", "A/2"))
    office.commit()
    office.sign()
    office.release()
    assert len(control(office).copies_to_recall) == 2
    assert office.by(CLERK, *back).code == 0
    assert office.by(CLERK, *out, "--all").code == 0
    assert copies(office)[-1] == ("服务大厅", "08", "A/2", False)
    assert control(office).copies_to_recall == ()


def test_copies_and_training_before_a_version_takes_effect(office: Office) -> None:
    office.sign()
    office.release()
    office.write(PATH, TEXT.replace("A/1", "A/2"))
    office.commit()
    office.sign()
    assert office.release("--effective", "2026-07-01").code == 0
    early = ("--version", "A/2")
    ran = office.by(CLERK, "distribute", "QP-07", "--to", "服务大厅", "--copy", "01", *early)
    assert (ran.code, "handed out, by" in ran.out) == (0, True)
    assert "服务大厅, copy 01" in ran.out
    assert office.approve(HEAD, Act.TRAINED, "--for", AUTHOR, *early).code == 0
    assert office.approve(HEAD, Act.TRAINED, "--for", CLERK).code == 0
    assert control(office).copies_to_recall == ()
    assert control(office).trained == {CLERK}
    assert control(office, "2026-07-01").trained == {AUTHOR}
    assert copies(office) == [("服务大厅", "01", "A/2", False)]
    unknown = office.by(CLERK, "distribute", "QP-07", "--all", "--version", "A/9")
    assert (unknown.code, "--version takes A/1, A/2" in unknown.err) == (2, True)
    assert "--as trained" in office.approve(CHIEF, Act.CONFIRMED, *early).err
    back = office.by(CLERK, "distribute", "QP-07", "--recall", "服务大厅", *early)
    assert "leave it out with --recall" in back.err
    assert "no department" in office.by(CLERK, "distribute", "QP-07", "--recall", "大厅").err


def test_branches_with_entries_of_one_person_merge(office: Office) -> None:
    office.sign()
    office.release()
    office.commit("发布")
    git(office.root, "branch", "other")
    hand_out = ("distribute", "QP-07", "--to", "服务大厅", "--copy")
    assert office.by(CLERK, *hand_out, "01").code == 0
    assert office.approve(HEAD, Act.TRAINED, "--for", AUTHOR).code == 0
    office.commit("一")
    git(office.root, "switch", "-q", "other")
    assert office.by(CLERK, *hand_out, "02").code == 0
    assert office.approve(HEAD, Act.TRAINED, "--for", CLERK).code == 0
    office.commit("二")
    git(office.root, "merge", "-q", "-m", "合并", "main")
    assert office.run("verify").code == 0
    assert sorted(number for _, number, _, _ in copies(office)) == ["01", "02"]
    assert control(office).trained == {AUTHOR, CLERK}
