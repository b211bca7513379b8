"""A placeholder was left where text belongs.

## Why
A controlled document is complete when it is approved. 待定, TODO or ×× in it is a rule that nobody
made, and the front line finds out before the author does.

## Wrong
    | 答复投诉人 | 投诉受理员 | 待定 | — |
    本程序由【部门名称】负责解释。

## Right
    | 答复投诉人 | 投诉受理员 | 10个工作日内 | — |
    本程序由综合办公室负责解释。

## How to mend
Write what is missing. Where the text speaks about such a mark (结果为“待定”, a form that shows how a
name is written), put it in quotation marks or in backticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.model.document import Document
from qmsdoc.model.text import Text
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.rules.wording.prose import prose_of
from qmsdoc.text.message import Message

_OPEN = ("待定", "待补充", "待完善", "待填写", "待编写", "待撰写", "待续")
# What every placeholder has one of: a text without them is not searched.
_SIGNS = (
    *("TODO", "TBD", "TBC", "FIXME", "××", "XX", "xxx", "【", *_OPEN),
    *("此处", "这里", "orem ipsum", "[insert", "[Insert", "[your", "[Your"),
)
_ALONE = "|".join(_OPEN)
_FILL = "填写|填入|补充|说明|描述|写明|插入|添加|粘贴|录入|输入"
_OWNER = "单位|公司|机构|组织|部门|科室|岗位|文件|项目|产品"
_MARK = re.compile(
    r"(?<![A-Za-z0-9_])(?:TODO|TBD|TBC|FIXME)(?![A-Za-z0-9_])"
    # 待定 as the whole of a cell, behind a colon, in brackets, or as the last word of a clause.
    rf"|(?:(?<![^\n])|(?<=[：:（(【\[])|(?<=[^为是列记属或和及与\W]))(?:{_ALONE})(?=[。；）)】\]]|$)"
    r"|×{2,}"
    r"|(?<![A-Za-z0-9./-])(?:X{2,}|x{3,})(?![A-Za-z0-9./-])"
    r"|20(?:XX|xx)(?=年)"
    rf"|【(?:请|此处|这里|在此|待|插入|输入)[^】\n]{{0,30}}】|【(?:{_OWNER})(?:名称|简称|全称|名)】"
    r"|【(?:名称|日期|姓名|编号|年月日)】"
    rf"|[（(\[<](?:请在)?(?:此处|这里)[^）)\]>\n]{{0,10}}(?:{_FILL})[^）)\]>\n]{{0,30}}[）)\]>]"
    r"|[Ll]orem ipsum|\[(?:[Ii]nsert|[Yy]our) [^\]\n]{1,40}\]",
    re.MULTILINE,
)
# A blank form shows how it is filled in.
_IN_FORMS = re.compile(r"[×Xx（(【\[<]")


@rule("QD204", "placeholder-text", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    document = unit.document
    if document is None:
        return
    front = tuple(_front_matter(document))
    if _may_hold("\n".join([text.value for text in front])):
        for text in front:
            match = _MARK.search(text.value)
            if match:
                yield Finding(text.at(""), _message(match.group()))
    prose = prose_of(unit)
    if prose is None or not _may_hold(prose.shown):
        return
    is_form = document.kind is not None and document.kind.value == "form"
    for hit in prose.matches(_MARK):
        if not hit.is_other_word and not (is_form and _IN_FORMS.match(hit.text)):
            yield Finding(Location("", hit.span), _message(hit.text))


def _may_hold(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)


def _front_matter(document: Document) -> Iterator[Text]:
    single = (document.title, document.owner, document.basis, document.retention)
    yield from (text for text in single if text)
    yield from (*document.distribution, *document.audience)


def _message(mark: str) -> Message:
    message = Message.of("{mark} stands where text is to be written", mark=mark)
    return message.with_hint(Message.of("write it, or put the mark in quotation marks"))
