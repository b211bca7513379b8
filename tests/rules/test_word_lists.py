"""The lists of words and sections that ship with qmsdoc."""

from __future__ import annotations

from typing import Any

import pytest

from qmsdoc.model.document import KINDS
from qmsdoc.model.schema import misfits
from qmsdoc.resources import data_dir
from qmsdoc.rules.structure.section_titles import builtin_structure
from qmsdoc.rules.wording.lexicon import builtin_words
from qmsdoc.rules.wording.requirement import requires
from qmsdoc.source.yaml import load_yaml


def data(name: str) -> Any:
    document = load_yaml((data_dir("schemas") / f"{name}.yaml").read_text("utf-8"))
    assert not document.defects
    return document.data


@pytest.mark.parametrize("name", ["wording", "structure"])
def test_the_list_fits_its_schema(name: str) -> None:
    assert misfits(name, data(name)) == ()


def test_every_section_has_its_titles() -> None:
    structure = builtin_structure()
    assert structure.kinds.keys() == set(KINDS)
    for kind in structure.kinds.values():
        assert {*(kind.required or ()), *(kind.order or ())} <= structure.titles.keys()
        in_order = [section for section in kind.order or () if section in (kind.required or ())]
        assert not kind.order or in_order == list(kind.required or ())
    assert all(section == titles[0] for section, titles in structure.titles.items())


def test_every_longer_word_holds_a_word_that_is_looked_for() -> None:
    words = builtin_words()
    looked_for = {*words.vague, *words.modal, *words.discouraged}
    idle = [
        longer
        for longer in words.longer
        if longer in looked_for or not any(word in longer for word in looked_for)
    ]
    assert idle == []


def test_no_list_has_a_word_twice() -> None:
    wording = data("wording")
    vague = [word for entry in wording["vague"] for word in entry["words"]]
    for words in (vague, wording["abbreviations"], wording["longer"]):
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    "sentence",
    [
        "经办人员应核对证件",
        "材料应对照原件核对",
        "应对材料进行核对",
        "宜使用扫描件",
        "确需延期的须经批准",
        "投诉受理员负责登记",
        "要按规定办理",
        "需提供证件",
    ],
)
def test_knows_a_requirement(sentence: str) -> None:
    assert requires(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "相应材料供应充足",
        "应届毕业生应聘时应急通道畅通",
        "提高应对能力",
        "时限内应办结件数",
        "主要依据服务对象的需要和要求",
        "会议纪要和摘要的要点",
        "适宜的场所和其他事宜",
        "办事须知贴在入口，无须预约",
        "所需材料必需且急需",
        "为保证服务质量，确保安全",
    ],
)
def test_knows_what_is_no_requirement(sentence: str) -> None:
    assert not requires(sentence)
