"""The help of the commands, and the library's own words, in the language of the run.

Help is made before any command runs, so before a workspace could say its language: ``--lang`` and
the locale decide. English is what the library says by itself, and costs nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from qmsdoc.text.display import display
from qmsdoc.text.language import Translate, choose_language, translator

# What the library says by itself in the help.
_HELP_OPTION = "Show this message and exit."
_COMPLETION = (
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
)
_OPTIONS, _COMMAND, _USAGE = "[OPTIONS]", "COMMAND [ARGS]...", "Usage: "
_BOXES = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commands",
    "DEFAULT_STRING": "[default: {}]",
    "REQUIRED_LONG_STRING": "[required]",
}
# What it says of a wrong command line, and the message that stands for it.
_WRONG = {
    r"No such option: (?P<name>\S+)": "there is no option {name}",
    r"No such option: (?P<name>\S+) \(Possible options: (?P<meant>.+)\)": (
        "there is no option {name}; did you mean {meant}?"
    ),
    r"No such command '(?P<name>.+?)'\.": "there is no command {name}",
    r"No such command '(?P<name>.+?)'\. Did you mean (?P<meant>.+)\?": (
        "there is no command {name}; did you mean {meant}?"
    ),
    r"Missing command\.": "the command is missing",
    r"Missing argument '(?P<name>.+?)'\.": "the argument {name} is missing",
    r"Missing option '(?P<name>.+?)'\.": "the option {name} is missing",
    r"Got unexpected extra arguments?(?:\(s\))? \((?P<name>.+)\)": "too many arguments: {name}",
    r"Option '(?P<name>.+?)' requires an argument\.": "the option {name} lacks its value",
    r"Option '(?P<name>.+?)' does not take a value\.": "the option {name} takes no value",
    r"Invalid value for (?P<name>.+?): (?:Value error, )?(?P<value>.+) is not one of (?P<known>.+)\.": (
        "{name} takes {known}, not {value}"
    ),
    r"Invalid value for (?P<name>.+?): (?P<problem>.+)": "{name} has a wrong value: {problem}",
}
_TRY = "`{command} --help` shows how it is used"
LIBRARY_WORDS = (
    _HELP_OPTION,
    *_COMPLETION,
    _OPTIONS,
    _COMMAND,
    _USAGE,
    _TRY,
    *_BOXES.values(),
    *_WRONG.values(),
)


def language_of(arguments: Sequence[str]) -> str:
    """The language that the command line asks for, read before it is parsed."""
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return choose_language(argument.partition("=")[2])
        if argument == "--lang" and place + 1 < len(arguments):
            return choose_language(arguments[place + 1])
    return choose_language(None)


def help_texts(command: Any) -> Iterator[str]:
    """Every text that the help of *command*, and of those below it, shows."""
    for thing in (command, *command.params):
        for name in ("help", "short_help"):
            if text := getattr(thing, name, None):
                yield text
    for child in getattr(command, "commands", {}).values():
        yield from help_texts(child)


def simplify(command: Any) -> None:
    """Leave the breaking of lines to the terminal, where the library keeps those of the source in
    paragraphs behind the first; and do not say of switches that they are <bool>."""
    if command.help:
        command.help = re.sub(r"(?<!\n)\n(?!\n)", " ", command.help)
    for parameter in command.params:
        _take_type(parameter)
    option_of = command.get_help_option
    command.get_help_option = lambda context: _take_type(option_of(context))
    for child in getattr(command, "commands", {}).values():
        simplify(child)


def _take_type(parameter: Any) -> Any:
    if getattr(parameter, "is_flag", False) and parameter.metavar is None:
        parameter.metavar = ""
    return parameter


def localise(command: Any, translate: Translate) -> None:
    """Put the help of *command*, and of those below it, into the language of *translate*."""
    for thing in (command, *command.params):
        for name in ("help", "short_help"):
            if text := getattr(thing, name, None):
                setattr(thing, name, translate(text))
    command.options_metavar = translate(_OPTIONS)
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = translate(_COMMAND)
    _late(command, translate)
    for child in getattr(command, "commands", {}).values():
        localise(child, translate)


def _late(command: Any, translate: Translate) -> None:
    """What the library makes only when it is wanted."""
    usage_of, option_of, write_help = (
        command.get_usage,
        command.get_help_option,
        command.format_help,
    )

    def get_usage(context: Any) -> str:
        return str(usage_of(context)).replace(_USAGE, translate(_USAGE), 1)

    def get_help_option(context: Any) -> Any:
        option = option_of(context)
        if option is not None:
            option.help = translate(_HELP_OPTION)
        return option

    def format_help(context: Any, formatter: Any) -> None:
        with _boxes(translate):
            write_help(context, formatter)

    command.get_usage, command.get_help_option = get_usage, get_help_option
    command.format_help = format_help


@contextmanager
def _boxes(translate: Translate) -> Iterator[None]:
    """Titles and line breaks of the boxes that help is drawn in, for as long as it is drawn."""
    # The library reads both from these modules, and loads them only to draw.
    import rich.text
    from typer import rich_utils

    from qmsdoc.report.cells import breaks

    # It breaks lines at spaces, of which Chinese has none, and cuts off what is too long then.
    changed: dict[tuple[Any, str], Any] = {
        (rich.text, "divide_line"): lambda text, width, **_: breaks(text, width)
    }
    for name, text in _BOXES.items():
        if hasattr(rich_utils, name):
            changed[rich_utils, name] = translate(text)
    before = {(module, name): getattr(module, name) for module, name in changed}
    try:
        for (module, name), value in changed.items():
            setattr(module, name, value)
        yield
    finally:
        for (module, name), value in before.items():
            setattr(module, name, value)


def usage_error(error: Any, translate: Translate) -> str:
    """What is to be said of a wrong command line; in English where no message stands for it."""
    said = error.format_message()
    lines = []
    context = getattr(error, "ctx", None)
    for pattern, template in _WRONG.items():
        match = re.fullmatch(pattern, said, re.DOTALL)
        if match:
            said = translate(template).format_map(match.groupdict())
            break
    lines.append(f"qmsdoc: {display(said)}")
    if context is not None:
        lines += [context.get_usage(), translate(_TRY).format(command=context.command_path)]
    return "\n".join(lines) + "\n"


def translated_for(arguments: Sequence[str]) -> Translate | None:
    """The translation of the help; None where it is to stay as it is."""
    language = language_of(arguments)
    return None if language == "en" else translator(language)
