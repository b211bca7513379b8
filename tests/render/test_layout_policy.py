"""What qmsdoc.yaml says of the layout."""

from __future__ import annotations

import pytest

from qmsdoc.model.layout import Layout, read_layout
from qmsdoc.model.schema import misfits
from qmsdoc.model.text import Fields
from qmsdoc.source.yaml import load_yaml


def read(text: str) -> Layout:
    return read_layout(Fields(load_yaml(f"render:\n{text}")).mapping("render"))


def test_profile_and_fonts() -> None:
    found = read(
        "  layout: gongwen\n  fonts: {body: [仿宋_GB2312, 仿宋], title: [方正小标宋简体]}\n"
    )
    assert found == Layout(
        "gongwen", {"body": ("仿宋_GB2312", "仿宋"), "title": ("方正小标宋简体",)}
    )


@pytest.mark.parametrize(
    "text", ["  layout: letter\n", "  layout: [gb]\n", "  fonts: 仿宋\n", "  fonts: {foot: [a]}\n"]
)
def test_what_is_no_layout_is_the_built_in_one(text: str) -> None:
    assert read(text) == Layout()
    assert misfits("policy", load_yaml(f"organization: X\nrender:\n{text}").data)


def test_nothing_said() -> None:
    assert read_layout(None) == Layout()
