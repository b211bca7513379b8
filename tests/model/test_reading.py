"""From text to documents: whatever can be read is read, with its place."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scratch import PROCEDURE, ROOT

from qmsdoc.model.document import Document
from qmsdoc.model.organization import Glossary
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import Role, role_of
from qmsdoc.model.steps import step_tables
from qmsdoc.pipeline.compiled import Rulebook, compile_one, decode
from qmsdoc.rules.compile import compile_blob
from qmsdoc.source.markdown import parse_body
from qmsdoc.text.span import Span


def document(text: str) -> Document:
    content = compile_blob(Role.DOCUMENT, text.encode()).content
    assert isinstance(content, Document)
    return content


def test_front_matter_becomes_positioned_text() -> None:
    found = document(
        PROCEDURE.replace(
            "owner: 服务大厅\n",
            "owner: 服务大厅\nclauses:\n  - a:5\n  - {clause: b:8.2, section: 目的}\nrecords: [QR-01, 2]\n",
        )
    )
    assert found.id is not None
    assert (found.id.value, found.id.span, found.id.pointer) == ("QP-07", Span(2, 5, 2, 10), "/id")
    assert [
        (claim.clause.value, claim.section and claim.section.value) for claim in found.claims
    ] == [
        ("a:5", None),
        ("b:8.2", "目的"),
    ]
    assert [record.value for record in found.records] == ["QR-01", "2"]
    assert [heading.title for heading in found.sections] == ["目的"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.10", "1.10"), ("1.0", "1.0"), ("010", "010"), ("A/1", "A/1"), ("3", "3")],
)
def test_a_version_is_what_was_typed(typed: str, value: str) -> None:
    found = document(PROCEDURE.replace("version: A/1", f"version: {typed}"))
    assert found.version is not None
    assert found.version.value == value


def test_a_step_table_is_data() -> None:
    text = """\
| 工作步骤 | 责任岗位 | 办理时限 | 记录 |
|---|---|---|---|
| **首问**接待 | 前台接待岗、值班长 | 当场 | [登记表](a.md)、[台账](b.md) |
| 转办\\|督办 | 业务科 / 综合科 | —— | 无 |
| 归档 | | 3 个工作日 | QR-07-01，QR-07-02 |
"""
    (steps,) = step_tables(parse_body(text))
    assert [step.number for step in steps] == [1, 2, 3]
    assert [step.action.value for step in steps] == ["首问接待", "转办|督办", "归档"]
    assert [[post.value for post in step.posts] for step in steps] == [
        ["前台接待岗", "值班长"],
        ["业务科", "综合科"],
        [],
    ]
    assert [step.limit.value if step.limit else None for step in steps] == [
        "当场",
        None,
        "3 个工作日",
    ]
    assert [[record.value for record in step.records] for step in steps] == [
        ["登记表", "台账"],
        [],
        ["QR-07-01", "QR-07-02"],
    ]
    lines = text.split("\n")
    for step in steps:
        for part in (*step.posts, *step.records):
            span = part.span
            assert part.value in lines[span.line - 1][span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(
    "head", ["| 甲 | 乙 |", "| 步骤 | 乙 |", "| 甲 | 责任岗位 |", "| 步骤说明 | 责任岗位 |"]
)
def test_another_table_is_not(head: str) -> None:
    assert step_tables(parse_body(f"{head}\n|---|---|\n| a | b |\n")) == ()


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("qmsdoc.yaml", Role.POLICY),
        ("organization.yaml", Role.ORGANIZATION),
        ("glossary.yaml", Role.GLOSSARY),
        ("documents/a.md", Role.DOCUMENT),
        ("documents/a/b/甲.md", Role.DOCUMENT),
        ("objectives/a.yaml", Role.OBJECTIVE),
        ("objectives/b/a.yml", Role.OBJECTIVE),
        ("standards/a.yaml", Role.STANDARD),
        ("documents/a.yaml", None),
        ("documents/a.MD", None),
        ("sub/qmsdoc.yaml", None),
        ("README.md", None),
        ("documents.md", None),
    ],
)
def test_the_place_of_a_file_is_its_role(path: str, role: Role | None) -> None:
    assert role_of(path) == role


RULEBOOK = Rulebook(Policy(), Glossary())


def compiles(role: Role, data: bytes) -> None:
    """A unit comes out, and is the same when it was kept and taken out again."""
    made = compile_one(role, data, RULEBOOK)
    assert decode(*made.encoded()) == made


@given(st.sampled_from(Role), st.binary(max_size=80))
def test_any_bytes_compile(role: Role, data: bytes) -> None:
    compiles(role, data)


KEYS = ["id", "kind", "title", "clauses", "fields", "review", "ids", "levels", "standards", "posts"]
KEYS += ["terms", "target", "actions", "cascade", "severity", "waivers", "signatures", "series"]
SHAPES = st.recursive(
    st.sampled_from(["x", "procedure", "1", "1.5", "~", "true", "'-'", "a:5", "''", "12 months"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(
            st.sampled_from([*KEYS, "name", "clause", "rule"]), inner, max_size=3
        ).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        )
    ),
    max_leaves=8,
)


@given(st.sampled_from(Role), st.dictionaries(st.sampled_from(KEYS), SHAPES, max_size=6))
def test_any_shape_of_yaml_compiles(role: Role, values: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in values.items())
    compiles(role, (f"---\n{text}---\n# x\n" if role is Role.DOCUMENT else text).encode())


SEEDS = sorted(ROOT.glob("examples/beijing-pes/**/*.md")) + sorted(
    ROOT.glob("examples/beijing-pes/**/*.yaml")
)


def mutated(chance: random.Random, data: bytes) -> bytes:
    parts = [
        b"|",
        b"[",
        b"](",
        b"---\n",
        b"\n",
        b": ",
        b"- ",
        b"\t",
        b"**",
        b"`",
        b"\xff",
        b"&a ",
        b"{",
    ]
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(3):
            case 0:
                data = data[:at] + chance.choice(parts) + data[at:]
            case 1:
                data = data[:at] + data[at + chance.randint(1, 40) :]
            case _:
                data = data[: at + 1] + data[max(0, at - 30) :]
    return data[:20_000]


def mutate_and_compile(count: int) -> None:
    chance = random.Random(20260301)
    for _ in range(count):
        path = chance.choice(SEEDS)
        role = role_of(path.relative_to(ROOT / "examples/beijing-pes").as_posix())
        if role is not None:
            compiles(role, mutated(chance, path.read_bytes()))


def test_a_mutated_example_compiles() -> None:
    mutate_and_compile(150)


@pytest.mark.slow
def test_many_mutated_examples_compile() -> None:
    mutate_and_compile(20_000)
