"""Words of a text in Chinese and Latin script, and what of them counts when texts are compared."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

# Latin, Greek and Cyrillic letters, digits, their full-width forms, and marks set above letters.
_LETTER = "0-9A-Za-zÀ-ÖØ-öø-ʯ\u0300-\u036fͰ-ϿЀ-ӿ\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_DIGIT = "[0-9\uff10-\uff19]"
# What holds a word together from within: QR-07-01, v2.0, A/1, 1,000.
_COMMA = rf"(?<={_DIGIT}),(?={_DIGIT}{{3}}(?![{_LETTER}]))"
_WORD = rf"[{_LETTER}]+(?:(?:[-._/+&]|{_COMMA})[{_LETTER}]+)*"
_NUMBER = rf"{_DIGIT}+(?:(?:[-./]|{_COMMA}){_DIGIT}+)*"
_PERIOD = "个?工作日|个自然日|个?小时|个月|分钟"
# Longer units stand before those that they begin with.
_UNIT = (
    rf"{_PERIOD}|个?百分点|个?学时|课时|个|秒钟?|天|日|月份|月|年度|年|周|季度|万?元|万?人次|万?人"
    "|万|亿|次|份|项|条|件|台|间|平方米|米|公里|页|张|家|场|名|位|户|级|层|倍|岁|套|本|册|号|分"
    "|[%％‰℃㎡]"
)
# Not the "1：15" of "步骤1：15分钟".
_TIME = rf"{_DIGIT}{{1,2}}[:：]{_DIGIT}{{2}}(?![{_LETTER}]|[ ]?(?:{_UNIT}))"
_ORDINAL = "[章节条款项页次版批届]|部分"
_NUMERAL = "[一二两三四五六七八九十百]+"
# What is counted in Chinese numerals, too; not the 一次 of 一次性, nor the 成 of 成立.
_MEASURE = "[项份件名倍场家]|次(?!性)|成(?![立为员果效绩本熟功分长就])"
_TOKEN = re.compile(
    rf"第[ ]?{_NUMBER}[ ]?(?:{_ORDINAL})|第{_NUMERAL}(?:{_ORDINAL})"
    rf"|{_NUMBER}[ ]?(?:{_UNIT})"
    rf"|(?:{_NUMERAL}|半)(?:{_PERIOD})|{_NUMERAL}(?:{_MEASURE})"
    rf"|{_TIME}|{_WORD}"
    r"|\r\n|\r|\n|[^\S\r\n]+"
    r"|([#*=~_`…—-])\1+"
    r"|.",
    re.DOTALL,
)
_SPACE = re.compile(r"\s+")
# Beside these, on both sides, white space keeps words apart; elsewhere it is layout.
_KEEPS_APART = re.compile(rf"[{_LETTER}.,:/+&_-]")
_LETTERS = re.compile(rf"[{_LETTER}]")


def _widths() -> dict[int, str]:
    """Full- and half-width forms to their plain ones, and Chinese stop and quotes to ASCII.

    Only width: ``①``, ``²`` or ``㎡`` mean something else than 1, 2 or m2.
    """
    plain = {ord("。"): ".", ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'"}
    for code in (0x3000, *range(0xFF01, 0xFFEF)):
        kind, _, form = unicodedata.decomposition(chr(code)).partition(" ")
        if kind in {"<wide>", "<narrow>"}:
            letter = chr(int(form, 16))
            plain[code] = plain.get(ord(letter), letter)
    return plain


_WIDTHS = _widths()


SENTENCE_ENDS = frozenset("。！？；.!?;")
CLAUSE_ENDS = frozenset("，、：,:")
OPENING = frozenset('（《“〈【「(<["')
CLOSING = frozenset('）》”〉】」)>]"')
BORDERS = SENTENCE_ENDS | CLAUSE_ENDS | OPENING | CLOSING
LINE_ENDS = frozenset(("\n", "\r\n", "\r"))
PHRASE_ENDS = BORDERS | LINE_ENDS | {"|"}
_LINE_STARTS = frozenset("|#->+*")
# What makes a name of the characters before it: 登记员, 接待岗, 申请表.
_NAME_ENDINGS = frozenset("员岗科表单室组部处书卡册证")
# What may come after a name, besides a common word or white space.
_AFTER_NAME = PHRASE_ENDS | frozenset("在由应须将对的和与或并及按")


class Word(Struct, frozen=True, array_like=True, gc=False):
    """``key`` is what is compared; ``text`` what stood there, with the white space after it."""

    key: str
    text: str


def words(text: str) -> list[str]:
    """Tokens that, joined, are *text*.

    Wholes are: Latin words, ids and clause numbers; quantities with their unit; a line end; a run
    of blanks; a run of one mark of Markdown. Anything else, a Chinese character too, is by itself.
    """
    return [match[0] for match in _TOKEN.finditer(text)]


def normalise(text: str) -> str:
    """*text* without its layout: one width of each form, no white space but between Latin words.

    Two texts of the same normal form differ in nothing that a reader would call content.
    """
    parts = []
    end = 0
    for gap in _SPACE.finditer(text):
        parts.append(text[end : gap.start()])
        if _lies_between(gap, text, _LETTERS):
            parts.append(" ")
        end = gap.end()
    parts.append(text[end:])
    return "".join(parts).translate(_WIDTHS)


def exact_words(text: str) -> list[Word]:
    """The words of *text*, white space included, each compared as it stands."""
    return [Word(token, token) for token in words(text)]


def layout_free_words(text: str) -> list[Word]:
    """The words of *text* found without regard to line ends; joined, their texts are *text*.

    White space belongs to the word before it (at the very start, to the first), and is no part of
    the key. A text of white space alone has no words.
    """
    packed, places = _pack(text)
    found = [match for match in _TOKEN.finditer(packed) if match[0] != " "]
    starts = [places[match.start()] for match in found]
    if starts:
        starts[0] = 0
    ends = [*starts[1:], len(text)]
    return [
        # Few distinct keys make up a text: sharing them saves memory and speeds comparison up.
        Word(sys.intern(match[0].translate(_WIDTHS)), text[start:end])
        for match, start, end in zip(found, starts, ends, strict=False)
    ]


def is_apart(before: str, after: str) -> bool:
    """Whether white space between these two words says something: both have letters there."""
    return bool(_KEEPS_APART.match(before[-1:]) and _KEEPS_APART.match(after[:1]))


def begins_word(earlier: str, kept: str, firsts: Iterable[str]) -> bool:
    """Whether *kept* makes a word with one of *firsts*, and none with what is *earlier*."""
    return earlier + kept not in COMMON_WORDS and any(kept + key in COMMON_WORDS for key in firsts)


def ends_word(lasts: Sequence[str], kept: str, following: str, further: str) -> bool:
    """Whether *kept* makes a word with one of *lasts*, or a name with them all, and none with what
    is *following* (and, after that, *further*)."""
    if not is_character(kept) or kept + following in COMMON_WORDS:
        return False
    if any(key + kept in COMMON_WORDS for key in lasts):
        return True
    ends = following in _AFTER_NAME or following.isspace() or following + further in COMMON_WORDS
    return kept in _NAME_ENDINGS and ends and all(map(is_character, lasts))


def trailing_space(word: Word) -> str:
    """The white space that a word has after it; a word of white space has none."""
    return "" if word.key.isspace() else word.text[len(word.text.rstrip()) :]


def is_character(key: str) -> bool:
    """Whether this is a Chinese character by itself."""
    return len(key) == 1 and "\u3400" <= key <= "\u9fff"


def sentence_starts(text: Sequence[Word]) -> list[int]:
    """Where sentences and lines begin, and the end; blank lines belong to what they follow."""
    starts = [0]
    for place, (word, following) in enumerate(pairwise(text), 1):
        if following.key in LINE_ENDS or following.key in CLOSING:
            continue
        ends = word.key in SENTENCE_ENDS and not following.key.isspace()
        if ends or word.key in LINE_ENDS or _ends_block(word, following):
            starts.append(place)
    if text:
        starts.append(len(text))
    return starts


def begins_line(text: Sequence[Word], place: int) -> bool:
    """Whether a line begins with the word at *place*."""
    left = text[place - 1] if place else None
    return left is None or left.key in LINE_ENDS or "\n" in left.text


def _ends_block(word: Word, following: Word) -> bool:
    """Whether the line end after a layout-free word is more than a wrapped line's."""
    lines = trailing_space(word).count("\n")
    return lines > 1 or (lines == 1 and (word.key == "|" or following.key[0] in _LINE_STARTS))


def weight(word: Word) -> int:
    """How much a word says, in Chinese characters: nothing if it is a border or white space."""
    key = word.key
    return 0 if key in BORDERS or key == "|" or key.isspace() else min(len(key), 3)


def border(left: Word | None, right: Word | None) -> int:
    """How good a place this is to begin or end an edit, from -1 (in a word) to 6 (a line's end).

    ``None`` is the end of the text.
    """
    if left is None or right is None or left.key in LINE_ENDS or "\n" in trailing_space(left):
        return 6
    if right.key.isspace() and right.key not in LINE_ENDS:
        return 0
    if left.key in SENTENCE_ENDS:
        return 5
    if left.key in CLAUSE_ENDS or right.key in LINE_ENDS or "|" in (left.key, right.key):
        return 4
    if left.key in CLOSING or right.key in OPENING or left.key.isspace():
        return 3
    if right.key in BORDERS:
        return 2
    if len(left.key) > 1 or len(right.key) > 1:
        return 1
    return -1 if left.key + right.key in COMMON_WORDS else 0


def _pack(text: str) -> tuple[str, list[int]]:
    """*text* with one blank where words must be kept apart and no other white space; the place
    in *text* of each character that is left."""
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for gap in _SPACE.finditer(text):
        parts.append(text[end : gap.start()])
        places.extend(range(end, gap.start()))
        if _lies_between(gap, text, _KEEPS_APART):
            parts.append(" ")
            places.append(gap.start())
        end = gap.end()
    parts.append(text[end:])
    places.extend(range(end, len(text)))
    return "".join(parts), places


def _lies_between(gap: re.Match[str], text: str, kind: re.Pattern[str]) -> bool:
    """Whether a character of *kind* stands on both sides of *gap*."""
    start, end = gap.span()
    return bool(start and kind.match(text, start - 1) and kind.match(text, end))


_WORD_LIST = """
审核 审批 审查 审定 批准 核对 核实 核验 查验 检查 检验 验证 验收 确认 评审 评价 评估 考核 测评 测试
负责 责任 主任 主管 科长 处长 经理 领导 干部 人员 员工 职员 专员 岗位 部门 科室 窗口 大厅 中心 机构
组织 单位 企业 个人 顾客 客户 群众 公众 求职 招聘 登记 受理 接待 咨询 介绍 指导 推荐 援助 投诉 举报
申请 申诉 答复 反馈 回访 办理 办结 处理 处置 解决 解释 说明 告知 通知 通报 公示 公布 公开 发布 发放
分发 回收 收回 领取 提交 提供 报送 上报 汇报 报告 报表 请示 下发 印发 转发 转交 移交 交接 登录 录入
输入 填写 填报 记录 记载 归档 存档 保存 保管 保留 储存 销毁 作废 废止 修订 修改 更改 变更 更新 更正
纠正 改正 改进 改善 整改 预防 控制 管理 监督 监视 监测 测量 分析 统计 调查 评选 策划 计划 规划 方案
实施 执行 落实 贯彻 开展 进行 组织 协调 配合 协助 参加 参与 召开 主持 编制 编写 制定 制订 起草 拟定
应当 应该 必须 可以 不得 不能 不应 禁止 严禁 需要 要求 规定 规范 标准 制度 程序 流程 过程 步骤 方法
方式 措施 手段 办法 规程 指南 手册 文件 资料 材料 档案 表格 表单 单据 凭证 证件 证明 证书 合同 协议
质量 目标 方针 指标 体系 系统 服务 产品 业务 工作 活动 任务 事项 事务 项目 职责 职能 权限 权利 义务
时间 时限 期限 日期 周期 年度 季度 月度 当日 当天 当场 当面 及时 按时 定期 随时
立即 尽快 提前 之前 之后 以前 以后 以上 以下 以内 以外 期间 同时 首次 再次 年底 年初 年末 月底 月初
月末 季末 季初 上午 下午 内部 外部 内容 范围 对象 目的 依据 原则 条件 资格 能力 技能 知识 培训 教育
信息 数据 资源 设备 设施 环境 场所 场地 安全 卫生 秩序 隐患 风险 机遇 问题 原因 结果 成果 效果 效率
满意 基本 非常 合格 有效 无效 完整 准确 真实 清晰 清楚 一致 一般 重大 重要 特殊 紧急 主要 相关 有关
签字 签名 盖章 签署 签订 会签 书面 口头 电话 网络 网站 邮件 短信 纸质 电子 版本 版次 编号 名称 标题
标识 标记 分类 分级 汇总 抽查 巡查 自查 内审 外审 认证 认可 授权 委托 任命 聘任 调整 增加 减少 取消
删除 新增 补充 补正 完善 提高 提升 降低 加强 保证 保障 确保 维护 维持 保持 建立 设立 成立 设置 配备
"""
COMMON_WORDS = frozenset(_WORD_LIST.split())
"""Words of two characters that official documents are full of: an edit does not cut one in two.

No dictionary: a word that is missing costs an edit that is a character shorter than it might be.
"""
