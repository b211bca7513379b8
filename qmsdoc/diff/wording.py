"""What an edit of running text comes to: a limit, a bound or a duty in it, or only its wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.limits import Course, course, read_duration, read_interval
from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import Passage
from qmsdoc.text.words import normalise

# Words that carry no content of their own: what only they tell apart says the same.
_EMPTY = re.compile(
    r"以及|[的了和与及并或等其该各均都也即则地之所就而又]|\b(?:the|an?|and)\b", re.IGNORECASE
)
# So much of what stands beside an edit is looked at.
_BESIDE = 16
_OBLIGES = re.compile(
    r"(?<![相供反适对响顺感效呼回因])应(?![急用聘届付对答])|(?<![无不])须(?!知)|必须|不得|严禁|禁止|不准"
    r"|\b(?:shall|must)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(r"(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?P<unit>\D*)")
_AT_LEAST = re.compile(
    r"(?:不少于|不低于|不小于|至少|最少|≥|atleast|noless(?:than)?|nofewerthan)$", re.IGNORECASE
)
_AT_MOST = re.compile(
    r"(?:不超过|不多于|不高于|不大于|最多|至多|≤|atmost|nomorethan)$", re.IGNORECASE
)
_LIMITED = re.compile(r"^(?:为限|以内|以下(?:[，。；,.;]|$))")
_OR_MORE = re.compile(r"^(?:及?以上)(?:[，。；,.;]|$)")
_WITHIN = re.compile(r"^(?:内|以内|之内)")
_WITHIN_BEFORE = re.compile(r"within$", re.IGNORECASE)
_EACH = re.compile(r"(?:每隔?|every)$", re.IGNORECASE)
_EVERY = re.compile(
    r"每隔?\s*(?:[0-9]+|[一二两三四五六七八九十]+)?\s*"
    r"(?:个?工作日|个?季度|半年|个?月|个?小时|分钟|[日天周季年])"
    r"|\bevery\s+(?:[0-9]+\s+)?(?:working\s+)?(?:hour|day|week|month|quarter|half-year|year)s?\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?<![0-9])[,.;:，。；：、(（]")
_TARGET = re.compile(r"\]\([^()\s]*\)")
# A post with no more letters beside it is only listed.
_MORE_THAN_A_NAME = 2
_SIGNS = re.compile(r"[\W_]+")
# A post that answers stands at the start of a clause, of a cell or of an item, or behind 由.
_SUBJECT = r"(?:^|[，。；：、|\s由*-])"


class Named(Struct, frozen=True, gc=False):
    """Something in a sentence that has a name of its own, with what it was and what it is."""

    judgement: Judgement
    before: str = ""
    after: str = ""


class Vocabulary:
    """The names of posts and departments, and the terms that the glossary has for other words."""

    def __init__(self, posts: Iterable[str] = (), terms: Mapping[str, str] | None = None) -> None:
        names = _alternatives(posts)
        self._answering = re.compile(f"{_SUBJECT}({names})") if names else None
        self._terms = terms or {}
        words = _alternatives(self._terms)
        self._replaced = re.compile(words) if words else None

    def answering_in(self, text: str) -> Counter[str]:
        """The posts and departments that answer for something in *text*."""
        return Counter(self._answering.findall(text) if self._answering else ())

    def gives_a_duty(self, text: str) -> bool:
        """Whether *text* says what a post or department does, and not only its name."""
        said = len(_letters(text)) - _MORE_THAN_A_NAME
        return any(said > len(_letters(name)) for name in self.answering_in(text))

    def preferred(self, text: str) -> str:
        """*text* with the terms of the glossary for the words that they replace."""
        if self._replaced is None:
            return text
        return self._replaced.sub(lambda match: self._terms[match[0]], text)


def _alternatives(words: Iterable[str]) -> str:
    """A pattern of all *words*, longer ones first."""
    ordered = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, ordered))


def judge_passage(passage: Passage, vocabulary: Vocabulary, *, told: bool = False) -> Judgement:
    """What one passage comes to besides what is *named* in it; *told* says that it is the row of a
    step, which is judged as a step."""
    text = "".join(run.text for run in passage.runs)
    match passage.op:
        case "added":
            obliges = _OBLIGES.search(text) and not told
            return Judgement.REQUIREMENT_ADDED if obliges else Judgement.TEXT_ADDED
        case "removed":
            demands = bool(_OBLIGES.search(text)) or vocabulary.gives_a_duty(text)
            return Judgement.REQUIREMENT_DROPPED if demands and not told else Judgement.TEXT_REMOVED
        case "edited":
            return judge_wording(passage.runs, vocabulary)
    return Judgement.TEXT_MOVED


def judge_wording(runs: Sequence[Run], vocabulary: Vocabulary) -> Judgement:
    """Whether an edit is more than one of wording or punctuation."""
    old, new = _side(runs, "delete"), _side(runs, "insert")
    if _letters(old) == _letters(new):
        return Judgement.PUNCTUATION
    if _TARGET.sub("]", old) == _TARGET.sub("]", new):
        return Judgement.REFERENCE_CHANGED
    if all(_is_numbering(hunk) for hunk in _hunks(runs)):
        return Judgement.WORDING
    old, new = (_letters(_EMPTY.sub("", vocabulary.preferred(text))) for text in (old, new))
    return Judgement.WORDING if old == new else Judgement.REQUIREMENT_REWORDED


def named(runs: Sequence[Run], vocabulary: Vocabulary) -> Iterator[Named]:
    """The limits, bounds, frequencies, duties and posts that an edit changed."""
    for hunk in _hunks(runs):
        found = _quantity(hunk)
        if found:
            yield found
    old, new = _side(runs, "delete"), _side(runs, "insert")
    before, after = vocabulary.answering_in(old), vocabulary.answering_in(new)
    lost, gained = before - after, after - before
    if lost and gained:
        moved = ("、".join(lost), "、".join(gained))
        yield Named(Judgement.RESPONSIBILITY_MOVED, *moved)
    fewer = len(_OBLIGES.findall(new)) - len(_OBLIGES.findall(old))
    if fewer < 0:
        yield Named(Judgement.REQUIREMENT_WEAKENED)
    elif fewer > 0 and not _only_adds(runs):
        yield Named(Judgement.REQUIREMENT_STRENGTHENED)


class _Edited(Struct, frozen=True, gc=False):
    """One side of an edit with what stands beside it, and where in that it is."""

    text: str
    start: int
    end: int


class _Hunk(Struct, frozen=True, gc=False):
    """What was replaced by what, without layout, and what stands beside it; ``written`` is each
    side as written."""

    old: str
    new: str
    left: str
    right: str
    written: tuple[_Edited, _Edited]


def _hunks(runs: Sequence[Run]) -> Iterator[_Hunk]:
    old = new = left = ""
    for run in (*runs, Run("equal", "")):
        if run.op == "delete":
            old = run.text
        elif run.op == "insert":
            new = run.text
        else:
            if old or new:
                right = run.text[:_BESIDE]
                yield _Hunk(
                    normalise(old).strip(),
                    normalise(new).strip(),
                    _close(left),
                    normalise(right),
                    (_edited(left, old, right), _edited(left, new, right)),
                )
            old, new, left = "", "", run.text[-_BESIDE:]


def _edited(left: str, text: str, right: str) -> _Edited:
    return _Edited(f"{left}{text}{right}", len(left), len(left) + len(text))


def _close(text: str) -> str:
    return "".join(normalise(text).split())


def _quantity(hunk: _Hunk) -> Named | None:
    """What became of one figure, or of how often something is done."""
    before, after = map(_interval, hunk.written)
    went = course(read_interval(before), read_interval(after))
    if went in _FREQUENCY:
        return Named(_FREQUENCY[went], before, after)
    for part in dict.fromkeys((hunk, _head(hunk))):
        judged = _judged(part)
        if judged is not None:
            return Named(judged, part.old, part.new)
    return None


def _interval(edited: _Edited) -> str:
    """The one interval that an edit is in or holds; "" where there is none, or more."""
    found = [
        match[0]
        for match in _EVERY.finditer(edited.text)
        if match.start() <= edited.end and match.end() >= edited.start
    ]
    return found[0] if len(found) == 1 else ""


def _head(hunk: _Hunk) -> _Hunk:
    """The part of an edit before the first mark in it: words were added behind a figure."""
    old, _, _ = _MARK.sub("\0", hunk.old).partition("\0")
    new, _, _ = _MARK.sub("\0", hunk.new).partition("\0")
    return _Hunk(old, new, hunk.left, hunk.right if new == hunk.new else "", hunk.written)


def _judged(hunk: _Hunk) -> Judgement | None:
    old, new, left, right = hunk.old, hunk.new, hunk.left, hunk.right
    if not old or not new or _is_numbering(hunk):
        return None
    if _EACH.search(left):
        return None
    went = course(read_duration(old), read_duration(new))
    if went is not Course.UNCLEAR and (_WITHIN.search(right) or _WITHIN_BEFORE.search(left)):
        return _LIMIT.get(went)
    before, after = _QUANTITY.fullmatch(old), _QUANTITY.fullmatch(new)
    if went is Course.UNCLEAR:
        if not before or not after or before["unit"] != after["unit"]:
            return None
        went = _grew(_value(before), _value(after))
    if went is Course.SAME:
        return None
    if _AT_LEAST.search(left) or _OR_MORE.search(right):
        return Judgement.BOUND_LOOSENED if went is Course.SHORTER else Judgement.BOUND_TIGHTENED
    if _AT_MOST.search(left) or _LIMITED.search(right):
        return Judgement.BOUND_TIGHTENED if went is Course.SHORTER else Judgement.BOUND_LOOSENED
    return Judgement.NUMBER_IN_TEXT


_FREQUENCY = {
    Course.LONGER: Judgement.FREQUENCY_LOWERED,
    Course.SHORTER: Judgement.FREQUENCY_RAISED,
}
_LIMIT = {Course.LONGER: Judgement.LIMIT_LOOSENED, Course.SHORTER: Judgement.LIMIT_TIGHTENED}


def _grew(before: float, after: float) -> Course:
    if before == after:
        return Course.SAME
    return Course.LONGER if after > before else Course.SHORTER


def _value(match: re.Match[str]) -> float:
    return float(match["number"].replace(",", ""))


def _is_numbering(hunk: _Hunk) -> bool:
    """The number of a row or an item, which counts up by itself."""
    counted = hunk.old.isdecimal() and hunk.new.isdecimal()
    return counted and hunk.left in {"", "|"} and hunk.right[:1] in {"|", ".", "、", ")"}


def _only_adds(runs: Sequence[Run]) -> bool:
    return all(run.op != "delete" for run in runs)


def _side(runs: Sequence[Run], op: str) -> str:
    return "".join(run.text for run in runs if run.op in {"equal", op})


def _letters(text: str) -> str:
    return _SIGNS.sub("", normalise(text))
