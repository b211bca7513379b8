"""Where a link leads, and which words are numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scratch import POLICY, PROCEDURE, MemoryTree

from qmsdoc.errors import PolicyError
from qmsdoc.index.ids import IdPatterns
from qmsdoc.index.paths import LinkTarget, resolve_link
from qmsdoc.index.types import Index, ReferenceKind
from qmsdoc.model.policy import Policy
from qmsdoc.model.text import Text
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.workspace.cache import CompileCache

SOURCE = "documents/procedures/QP-07.md"


@pytest.mark.parametrize(
    ("target", "path", "anchor"),
    [
        ("QP-08.md", "documents/procedures/QP-08.md", ""),
        ("./QP-08.md", "documents/procedures/QP-08.md", ""),
        ("../forms/表.md#栏目", "documents/forms/表.md", "栏目"),
        ("../../img/a.png", "img/a.png", ""),
        ("#目的", SOURCE, "目的"),
        ("", SOURCE, ""),
        ("a%20b.md#%E7%9B%AE", "documents/procedures/a b.md", "目"),
        ("a//b.md", "documents/procedures/a/b.md", ""),
        ("..", "documents", ""),
    ],
)
def test_a_link_leads_to_a_file_of_the_workspace(target: str, path: str, anchor: str) -> None:
    assert resolve_link(SOURCE, target) == LinkTarget(path, anchor)


@pytest.mark.parametrize("target", ["https://a.b/c", "http://a", "mailto:a@b.c", "ftp://x"])
def test_a_link_to_elsewhere_is_none_of_ours(target: str) -> None:
    assert resolve_link(SOURCE, target) is None


OUT = ["../../../etc/passwd", "/etc/passwd", "~/.ssh/id", "C:\\x", "C:/x", "..\\x", "\\\\srv\\x"]
OUT += ["%2e%2e/%2e%2e/%2e%2e/x", "/", "//host/x", "../../..", "file:/etc/passwd", "a\0b", "%00"]


@pytest.mark.parametrize("target", OUT)
def test_no_link_leads_out(target: str) -> None:
    found = resolve_link(SOURCE, target)
    assert found is not None
    assert "\0" in found.path


@given(st.text("./%2eab\\:~#\0", max_size=20))
def test_whatever_is_typed_stays_inside(target: str) -> None:
    found = resolve_link(SOURCE, target)
    if found is not None and "\0" not in found.path:
        assert not found.path.startswith("/")
        assert ".." not in found.path.split("/")


def policy(**ids: str) -> Policy:
    return Policy(ids={kind: Text(pattern) for kind, pattern in ids.items()})


def test_a_number_is_matched_as_a_whole_and_in_ascii() -> None:
    patterns = IdPatterns(policy(procedure="QP-[0-9]{2}", form="QR-[0-9]{2}|FR-[0-9]"))
    assert patterns.matches("procedure", "QP-07")
    for wrong in ("QP-7", "QP-077", "xQP-07", "QP-07\n", "QP-０７", "QP-٠٧", "qp-07"):
        assert not patterns.matches("procedure", wrong)
        assert not patterns.any_match(wrong)
    for right in ("QP-07", "QR-01", "FR-1"):
        assert patterns.any_match(right)
    assert not patterns.any_match("QR-01FR-1")
    assert patterns.matches("unknown kind", "anything")


def test_a_bad_pattern_is_named() -> None:
    with pytest.raises(PolicyError, match=r"ids\.form"):
        IdPatterns(policy(procedure="QP-[0-9]{2}", form="(")).any_match("x")


def linked(files: dict[str, str]) -> Index:
    tree = MemoryTree({"qmsdoc.yaml": POLICY, **files})
    return link_tree(load(tree, CompileCache(None), jobs=1), date(2026, 3, 1))


def test_references_are_decided_when_all_documents_are_known() -> None:
    body = PROCEDURE.replace("owner: 服务大厅\n", "owner: 服务大厅\nrecords: [QR-01, QR-99]\n")
    body += "\n见 [表](forms/QR-01.md#栏)、[无](no.md)、QP-08 和 QP-98、ISO-9001、《登记表》与《别的》。\n"
    body += "`QP-97` 和 [QP-96](https://example.org)\n"
    form = PROCEDURE.replace("QP-07", "QR-01").replace("procedure", "form")
    form = form.replace("前台接待服务程序", "登记表")
    index = linked(
        {
            "documents/QP-07.md": body,
            "documents/forms/QR-01.md": form,
            "documents/QP-08.md": PROCEDURE.replace("QP-07", "QP-08"),
        }
    )
    found = {
        (reference.kind, reference.text.value): (reference.target, reference.anchor)
        for reference in index.references
        if reference.source == "documents/QP-07.md"
    }
    form_path = "documents/forms/QR-01.md"
    assert found[ReferenceKind.RECORD, "QR-01"] == (form_path, "")
    assert found[ReferenceKind.RECORD, "QR-99"] == ("", "")
    assert found[ReferenceKind.LINK, "forms/QR-01.md#栏"] == (form_path, "栏")
    assert found[ReferenceKind.LINK, "no.md"] == ("", "")
    assert found[ReferenceKind.MENTION, "QP-08"] == ("documents/QP-08.md", "")
    assert found[ReferenceKind.MENTION, "QP-98"] == ("", "")
    assert found[ReferenceKind.TITLE, "登记表"] == (form_path, "")
    mentioned = {text for kind, text in found if kind is ReferenceKind.MENTION}
    assert not mentioned & {"ISO-9001", "QP-97"}
    assert {reference.source for reference in index.backlinks[form_path]} == {"documents/QP-07.md"}


def test_of_two_documents_with_one_number_the_first_by_path_has_it() -> None:
    files = {f"documents/{name}.md": PROCEDURE for name in "cab"}
    assert linked(files).by_id["QP-07"].path == "documents/a.md"


def test_what_leads_out_says_so() -> None:
    found = [resolve_link(SOURCE, target) for target in (*OUT, "QP-08.md", "#a")]
    assert [target is not None and target.leads_out for target in found[:-2]] == [True] * len(OUT)
    assert [target is not None and target.leads_out for target in found[-2:]] == [False, False]
