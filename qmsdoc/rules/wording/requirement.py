"""Whether a sentence requires something, and whether it says by when, how much or by which text."""

from __future__ import annotations

import re

# 应 as "shall", not the 应 of 相应, 供应, 应聘 or 应急. 应对 is a word of its own unless what is to be
# done stands behind it: 应对材料进行核对.
_SHALL = (
    r"(?<![相适反对供响回感效照答呼顺因])应"
    r"(?!急|聘|届|付|邀|考|诉|试|变|战|景|酬|允|许|力|声|运|收尽收|用(?:于|程序|系统|软件)|办结)"
    r"(?!对(?!照|[^。；]*(?:进行|作出|予以|加以|给予)))"
)
_REQUIRES = re.compile(
    rf"{_SHALL}|(?<![适事合便相])宜(?!居|人|昌)|必须|务必|不得|严禁|禁止|负责|(?<![必无毋胡])须(?!知)"
    r"|(?<![只必需重主摘纪简概扼首紧若想将如倘])要(?![求点素件闻约么旨领害])|(?<![所急必供内特按])需(?![求要])"
)
_NUMERAL = r"(?:[0-9０-９]+|[一二两三四五六七八九十百半]+)"
_TIME = re.compile(
    rf"{_NUMERAL}\s?(?:个?工作日|个?自然日|个?小时|个?月|个?季度|个?学期|分钟|秒|天|日|周|年|时|点)"
    r"|[当同次即][日天月周年场]|当季|当班|[每按逐](?:个?工作日|[日天周月旬季年半班次件人场批])|年度|季度|半年"
    r"|[年月季周]末|[年月]底|[前后之]时?限|办理时限|承诺时限|规定时限"
    r"|下班前|上班前|开门前|开场前|闭场前|离岗前|结束前|开始前|实施前|生效前|到期前|送审前|批准前"
)
_AMOUNT = re.compile(
    rf"{_NUMERAL}\s?[%％‰]|[0-9０-９]+\s?[\u4e00-\u9fff]|{_NUMERAL}(?:份|次|件|人|项|家|倍|名|条)"
)
_NAMED = re.compile(
    r"《[^》]+》|[A-Z]{1,6}-[0-9]|[A-Z]{1,3}[0-9]{0,2}(?:/T)?\s?[0-9]{3,}|第\s?[0-9一二三四五六七八九十]+\s?[章节条款]"
    r"|附[录表件图]\s?[A-Z0-9一二三四五六]|本(?:程序|手册|文件|规定|规程|办法|指导书|章|节|条|表)"
    r"|(?:下列|以下|如下|上述|前款)"
)
_RELIES = re.compile(r"(?:按|依|据|照|符合|遵|循|满足)[^，。；、]{0,16}$")
_APPLIED = re.compile(r"[^，。；、]{0,6}(?:执行|办理|处理|落实)")
_DECIDED = re.compile(
    r"[经由][^，。；]{1,24}(?:批准|同意|决定|认可|确认|审批|审核|判断|认定|提出)|报[^，。；]{1,16}批准"
)


def requires(sentence: str) -> bool:
    """Whether the sentence makes a requirement or a recommendation, or gives a responsibility."""
    return _REQUIRES.search(sentence) is not None


def has_time(sentence: str) -> bool:
    """Whether it says by when or how often."""
    return _TIME.search(sentence) is not None


def has_amount(sentence: str) -> bool:
    """Whether it says how much or how many."""
    return _AMOUNT.search(sentence) is not None


def names_text(sentence: str) -> bool:
    """Whether it names the document, the clause or the list that goes further."""
    return _NAMED.search(sentence) is not None


def names_decision(sentence: str) -> bool:
    """Whether it says who decides."""
    return _DECIDED.search(sentence) is not None


def relies_on(before: str, after: str) -> bool:
    """Whether what stands between the two is the rule to go by, not a thing among others."""
    return _RELIES.search(before) is not None or _APPLIED.match(after) is not None
