"""What somebody signed as, in the language of the reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from scratch import Ran, write_files
from signing import AUTHOR, CHIEF, CLERK, HEAD, POLICY, Book, Office, sign

from qmsdoc.model.approval import DONE, Act, act_words

ENGLISH = re.compile(r"(?<!-)\b(" + "|".join(DONE) + r")\b(?! ?\.)")


def in_chinese(office: Office, person: str, *arguments: str) -> str:
    key = ("--person", person, "--key", office.keys[person], "--time", "2026-06-01T09:00:00+08:00")
    ran = office.run("--lang", "zh", *arguments, *key)
    assert ran.code == 2
    return ran.err


def test_every_act_has_its_words() -> None:
    assert set(DONE) == {act.value for act in Act}
    assert act_words("witnessed") == "witnessed"


def test_what_is_missing_for_a_release(office: Office) -> None:
    office.approve(AUTHOR, Act.PREPARED)
    said = in_chinese(office, CLERK, "release", "QP-07")
    assert "尚未签署：审核（服务大厅主管）、批准（管理者代表）；" in said
    assert "`qmsdoc approve QP-07 --as reviewed`" in said
    english = office.release().err
    assert "not signed as reviewed (服务大厅主管), approved (管理者代表); `qmsdoc" in english


def test_what_is_refused(office: Office) -> None:
    office.approve(AUTHOR, Act.PREPARED)
    twice = in_chinese(office, AUTHOR, "approve", "QP-07", "--as", "prepared")
    assert f"QP-07 A/1已由{AUTHOR}登记为编制" in twice
    other = in_chinese(office, AUTHOR, "approve", "QP-07", "--as", "countersigned")
    assert "不能登记为会签" in other
    assert f"{AUTHOR}已以编制签署过此版本；会签须由另一人签署" in other
    post = in_chinese(office, CHIEF, "approve", "QP-07", "--as", "reviewed")
    assert f"审核须由服务大厅主管作出，{CHIEF}" in post
    assert not ENGLISH.search(f"{twice}{other}{post}")


def test_what_verify_and_the_rules_say(
    book: Callable[..., Book], tmp_path: Path, cli: Callable[..., Ran]
) -> None:
    made = book({"qmsdoc.yaml": POLICY})
    made.put(made.entry(Act.PREPARED, AUTHOR))
    made.put(made.entry(Act.REVIEWED, CHIEF))  # not her office
    made.put(made.entry(Act.RELEASED, CLERK, effective="2026-06-10"))
    path = f"approvals/QP-07/A-1/approved.{HEAD}.json"
    astray = made.files[f"approvals/QP-07/A-1/prepared.{AUTHOR}.json"]
    made.files[path], made.files[f"{path}.sig"] = astray, sign(made.keys[AUTHOR], astray)
    root = write_files(tmp_path / "work", made.files)
    before = ("-C", root, "--lang", "zh")
    judged = cli(*before, "verify", "--today", "2026-06-30").out.replace("\n", "")
    judged = judged.replace(" ", "")
    assert "缺少规定的签署：审核、批准" in judged
    assert "条目写的是QP-07A/1、编制、" in judged
    found = cli(*before, "validate", "--select", "QD5", "--today", "2026-06-30").out
    found = re.sub(r"\s+", "", found)
    assert "审核、批准" in found
    assert "审核须由服务大厅主管作出" in found
