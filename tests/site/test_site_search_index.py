"""The search index: what is looked up, and that its scripts hold nothing but data."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.render.site.search import _base36, _packed, _script, fold, terms_of


def test_pairs_of_chinese_and_words_of_latin() -> None:
    assert terms_of(fold("前台接待 QP-07")) == {"前台", "台接", "接待", "qp", "07"}
    assert terms_of(fold("ＱＰ－０７，前台。接待")) == {"qp", "07", "前台", "接待"}
    assert terms_of(fold("单")) == set()


@given(st.lists(st.integers(0, 5000), unique=True).map(sorted))
def test_places_come_back(places: list[int]) -> None:
    at, found = 0, []
    for step in _packed(places).split(".") if places else ():
        at += int(step, 36)
        found.append(at)
    assert found == places


@given(st.integers(0, 10**9))
def test_base36(number: int) -> None:
    assert int(_base36(number), 36) == number


@given(st.text())
def test_a_script_is_data_alone(text: str) -> None:
    content = _script("x.js", "index", [text]).content.decode()
    assert content.startswith('qmsdoc.index=["')
    assert content.endswith('"];\n')
    assert content.count("\n") == 1
    assert not set(content) & set("<>&\u2028\u2029")
