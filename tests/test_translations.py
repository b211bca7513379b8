"""The Chinese of everything that is said: complete, of the same values, and set as Chinese is."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from scratch import ROOT, Ran

sys.path.insert(0, str(ROOT / "docs"))

import message_uses
import translations

from qmsdoc.cli.help import language_of, localise, usage_error
from qmsdoc.report.cells import breaks
from qmsdoc.report.text import columns
from qmsdoc.text import language
from qmsdoc.text.language import load_catalogue, translator
from qmsdoc.text.message import Message

Cli = Callable[..., Ran]
HEADS = {"Why": "为什么", "Wrong": "不对", "Right": "对", "How to mend": "怎样改"}
PLACE = re.compile(r"\{\w*\}")
HAN = "\u4e00-\u9fff"
# Set as they stand in files and commands, not as Chinese text.
CODE = re.compile(
    r"`[^`]*`|\+ - \* / \*\* \( \)|\(1\)|--[a-z-]+(?: json| \{\w+\}=FILE)?|https?, |[\w.-]*\{name\}=|“[^“”]*[!:-][^“”]*”|版本 (?=\{)"
)
HALF_WIDTH = re.compile(
    f"[{HAN}“”，。；：、？！（）][,;:!?()]|[,;:!?()][{HAN}]|[{HAN}][.](?![.\\w])"
)
GAP = re.compile(
    f"[{HAN}] +[{HAN}A-Za-z0-9{{]|[A-Za-z0-9}}] +[{HAN}]|[，。；：、？！] | [，。；：、？！]"
)


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """The Chinese of each message that is in the catalogue."""
    return dict(entries("messages"))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(entries("rules"))


def entries(domain: str) -> Iterator[tuple[str, str]]:
    for entry in translations.catalogue(domain):
        if entry.id:
            assert not entry.fuzzy, f"look this through and take the mark away: {entry.id}"
            yield str(entry.id), str(entry.string)


def test_the_code_says_its_messages_literally() -> None:
    hidden = [use for use in message_uses.python_messages() if use.text is None]
    assert not hidden, "say these literally, or add them to docs/message_uses.py with a reason"


def test_every_exception_to_that_is_needed() -> None:
    for path, source in (*message_uses.KNOWN, *message_uses.MADE):
        text = (ROOT / path).read_text("utf-8")
        assert source in text or source.replace("'", '"') in text, (path, source)
    for where, name, _ in message_uses.HELPERS:
        files = [ROOT / where] if where.endswith(".py") else [*(ROOT / where).glob("*.py")]
        assert any(f"def {name}(" in file.read_text("utf-8") for file in files), (where, name)


def test_every_message_has_its_chinese(said: dict[str, str]) -> None:
    missing = [text for text in translations.messages() if not said.get(text)]
    assert not missing, "run docs/translations.py and translate these"


def test_every_page_has_its_chinese(pages: dict[str, str]) -> None:
    missing = [codes for text, codes in translations.pages().items() if not pages.get(text)]
    assert not missing, "run docs/translations.py and translate these"


def test_nothing_else_is_in_the_catalogues(said: dict[str, str], pages: dict[str, str]) -> None:
    assert not said.keys() - translations.messages().keys(), "run docs/translations.py"
    assert not pages.keys() - translations.pages().keys(), "run docs/translations.py"


def test_values_are_the_same(said: dict[str, str]) -> None:
    """But for a value in two languages: its name ends in ``_en`` or ``_zh``."""
    wrong = [text for text, chinese in said.items() if in_chinese(names(text)) != names(chinese)]
    assert not wrong


def test_values_can_be_put_in(said: dict[str, str]) -> None:
    for text in said:
        both = names(text) | in_chinese(names(text))
        values = {name[1:-1]: "值" for name in both - {"{}"}}
        if values:
            assert "{" not in Message(text, values).render(translator("zh")).replace("[0-9]{2}", "")


def in_chinese(placeholders: set[str]) -> set[str]:
    return {name.replace("_en}", "_zh}") for name in placeholders}


def names(text: str) -> set[str]:
    return set(PLACE.findall(text.replace("{{", "").replace("}}", "")))


def test_chinese_is_set_as_chinese(said: dict[str, str], pages: dict[str, str]) -> None:
    texts = [*said.values(), *(prose(page) for page in pages.values())]
    bare = {text: CODE.sub("", text) for text in texts}
    assert not [text for text, plain in bare.items() if HALF_WIDTH.search(plain)]
    assert not [text for text, plain in bare.items() if GAP.search(plain.replace("## ", ""))]


def prose(page: str) -> str:
    return "\n".join(line for line in page.split("\n") if not line.startswith("    "))


def test_the_marks_of_chinese_are_looked_at() -> None:
    for wrong in (
        "文件,版本",
        "文件 {id}",
        "qmsdoc 的",
        "见(附录)",
        "改为{name} 的",
        "完成.",
        "文件， 版本",
    ):
        plain = CODE.sub("", wrong)
        assert HALF_WIDTH.search(plain) or GAP.search(plain), wrong
    for right in (
        "文件，版本",
        "编号为{id}的文件",
        "如2026-03-01，",
        "用`qmsdoc init`新建",
        "1.5倍",
    ):
        plain = CODE.sub("", right)
        assert not HALF_WIDTH.search(plain), right
        assert not GAP.search(plain), right


def test_pages_have_the_same_sections(pages: dict[str, str]) -> None:
    for english, chinese in pages.items():
        wanted = [HEADS[head] for head in re.findall(r"^## (.*)$", english, re.MULTILINE)]
        assert re.findall(r"^## (.*)$", chinese, re.MULTILINE) == wanted, chinese
        assert len(examples(english)) == len(examples(chinese)), chinese
        assert chinese.split("\n\n")[0].endswith("。"), chinese


def examples(page: str) -> list[str]:
    return [line for line in page.split("\n") if line.startswith("    ")]


def test_a_page_is_found_through_the_messages() -> None:
    page, _ = next(iter(translations.pages().items()))
    assert "## 为什么" in translator("zh")(page)
    assert translator("en")(page) == page


def test_what_is_not_known_stays_english() -> None:
    assert translator("zh")("") == ""
    assert translator("zh")("no such message") == "no such message"


def test_a_plain_checkout_compiles_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(translations.CATALOGUES / "messages.po", tmp_path)
    assert load_catalogue(tmp_path, "messages").gettext("error") == "错误"
    monkeypatch.setitem(sys.modules, "babel.messages.mofile", None)
    assert load_catalogue(tmp_path, "messages").gettext("error") == "error"
    assert load_catalogue(tmp_path, "nothing").gettext("error") == "error"


def test_the_compiled_catalogue_is_taken_first(tmp_path: Path) -> None:
    source = tmp_path / "messages.po"
    source.write_text('msgid "error"\nmsgstr "甲"\n', "utf-8")
    translations.compile_catalogue(source)
    source.write_text('msgid "error"\nmsgstr "乙"\n', "utf-8")
    assert load_catalogue(tmp_path, "messages").gettext("error") == "甲"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--lang", "zh", "validate"], "zh"),
        (["--lang=zh-CN"], "zh"),
        (["--lang", "en"], "en"),
        (["--lang"], "en"),
        ([], "en"),
    ],
)
def test_help_asks_the_command_line(arguments: list[str], wanted: str) -> None:
    assert language_of(arguments) == wanted


def test_help_asks_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert language_of(["validate"]) == "zh"
    assert language_of(["--lang", "en"]) == "en"


@pytest.fixture
def command() -> Any:
    """The commands, with their help in Chinese."""
    from typer.main import get_command

    from qmsdoc.cli.app import app

    made = get_command(app)
    localise(made, translator("zh"))
    return made


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["valdate"], "没有命令valdate；是不是'validate'？"),
        (["frobnicate"], "没有命令frobnicate"),
        (["validate", "--jbs"], "没有选项--jbs；是不是"),
        (["validate", "--at"], "选项--at后面要写值"),
        (["validate", "--no-cache=1"], "选项--no-cache后面不写值"),
        (
            ["validate", "--fail-on", "x"],
            "'--fail-on'的值不能是'x'；可用：'error', 'warning', 'never'",
        ),
        (["rule", "a", "b"], "参数太多：b"),
        (["standard", "show"], "缺少参数ID"),
    ],
)
def test_a_wrong_command_line(command: Any, arguments: list[str], wanted: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # the library's own, of its own module
        command.main(arguments, prog_name="qmsdoc", standalone_mode=False)
    assert wanted in usage_error(caught.value, translator("zh"))


def commands() -> list[tuple[str, ...]]:
    from typer.main import get_command

    from qmsdoc.cli.app import app

    def paths(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for name, child in getattr(command, "commands", {}).items():
            yield from paths(child, (*path, name))

    return list(paths(get_command(app), ()))


@pytest.mark.parametrize("path", commands())
def test_help_is_whole_in_eighty_columns(cli: Cli, path: tuple[str, ...]) -> None:
    shown = cli("--lang", "zh", *path, "--help").out
    assert max(columns(line) for line in shown.split("\n")) <= 80
    assert "用法：qmsdoc" in shown
    assert "选项" in shown
    # Where the library runs out of room it cuts a text off.
    assert "…" not in re.sub(r"\[[A-Z,]*…\]", "", shown)


def test_help_stays_english_elsewhere(cli: Cli) -> None:
    shown = cli("--lang", "en", "validate", "--help").out
    assert "Usage: qmsdoc validate" in shown
    assert not re.search(f"[{HAN}]", shown)


def test_breaks_lose_nothing() -> None:
    text = "从该提交读取qmsdoc.yaml、organization.yaml和standards/，以防变更自行放宽检查。" * 3
    offsets = [0, *breaks(text, 30), len(text)]
    lines = [text[start:end] for start, end in pairwise(offsets)]
    assert "".join(lines) == text
    assert max(columns(line.rstrip()) for line in lines) <= 30
    assert not [line for line in lines if line[0] in "，。、"]
    assert breaks("短", 30) == []


def test_the_catalogues_ship() -> None:
    folder = Path(language.__file__).parent.parent / "locale" / "zh_CN" / "LC_MESSAGES"
    assert folder.samefile(translations.CATALOGUES)
