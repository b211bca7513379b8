"""A comment on a pull request is never longer than hosts take, whatever changed."""

from __future__ import annotations

import pytest
from comparing import report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import (
    Action,
    Aspect,
    Change,
    Check,
    CheckKind,
    CheckState,
    Comparison,
    FileChanges,
    Impact,
    ImpactKind,
    Passage,
    Weight,
)
from qmsdoc.report.diff.budget import LIMIT
from qmsdoc.report.diff.markdown import render
from qmsdoc.standards.types import Title
from qmsdoc.text.language import translator
from qmsdoc.text.message import Message

# Characters that grow when they are escaped, count twice, or open something.
TEXTS = st.builds(
    lambda text, times: text * times,
    st.sampled_from(["*", "<", "&", "😀", "受控文件", "|", "`", "\x00", "@a ", "[x](y)", "\n\n"]),
    st.sampled_from([0, 1, 40, 4000]),
)
RUNS = st.lists(
    st.builds(Run, st.sampled_from(["equal", "insert", "delete"]), TEXTS), min_size=1, max_size=4
).map(tuple)
PASSAGES = st.lists(
    st.builds(Passage, st.sampled_from(["same", "edited", "added", "removed", "moved"]), RUNS),
    max_size=4,
).map(tuple)
CHANGES = st.builds(
    Change,
    aspect=st.sampled_from(Aspect),
    action=st.sampled_from([Action.ADDED, Action.REMOVED, Action.CHANGED]),
    document=TEXTS,
    where=st.builds(Location, TEXTS),
    subject=TEXTS,
    before=TEXTS,
    after=TEXTS,
    runs=st.one_of(st.just(()), RUNS),
    passages=PASSAGES,
    judgement=st.sampled_from(Judgement),
    weight=st.sampled_from(Weight),
)
COUNTS = st.sampled_from([0, 1, 20, 300])


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """Few different things, many times over."""
    changes = tuple(draw(st.lists(CHANGES, min_size=1, max_size=3))) * draw(
        st.sampled_from([1, 20])
    )
    file = FileChanges(draw(TEXTS), draw(TEXTS), "document", draw(TEXTS), draw(TEXTS), "", changes)
    where = (Location(draw(TEXTS)),)
    kind = draw(st.sampled_from(ImpactKind))
    impact = Impact(kind, draw(TEXTS), (draw(TEXTS),), where, Title(zh=draw(TEXTS)))
    said = Message.of("{label}: {subject}", label=draw(TEXTS), subject=draw(TEXTS))
    state = draw(st.sampled_from(CheckState))
    check = Check(draw(st.sampled_from(CheckKind)), state, draw(TEXTS), said, where[0])
    return Comparison((file,) * draw(COUNTS), (impact,) * draw(COUNTS), (check,) * draw(COUNTS))


@pytest.mark.parametrize("language", ["en", "zh"])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(comparison=comparisons())
def test_no_change_is_too_large(language: str, comparison: Comparison) -> None:
    translate = translator(language)
    page = render(report(comparison, translate=translate, language=language))
    assert len(page.encode("utf-16-le", "surrogatepass")) // 2 <= LIMIT
    assert page.count("<details>") == page.count("</details>")
