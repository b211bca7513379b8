"""Write docs/reference from the code: `python docs/generate.py`. A test holds the two together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from qmsdoc.model.document import KINDS
from qmsdoc.model.schema import properties, schema
from qmsdoc.report.text import SEVERITY_NAMES
from qmsdoc.rules.catalogue import all_rules
from qmsdoc.standards.builtin import builtin_ids, builtin_standard
from qmsdoc.text.language import translator

_HEAD = "<!-- Made by docs/generate.py from the code; edit that. -->\n"


def pages() -> dict[str, str]:
    """Every reference page by its file name below docs/reference."""
    made = {
        "commands.md": _commands(),
        "settings.md": _schemas(
            "Settings",
            {
                "qmsdoc.yaml": "policy",
                "organization.yaml": "organization",
                "glossary.yaml": "glossary",
            },
        ),
        "front-matter.md": _schemas(
            "Front matter and objectives",
            {
                "Quality manual": "manual",
                "Procedure": "procedure",
                "Work instruction": "instruction",
                "Record form": "form",
                "Quality objective": "objective",
            },
        ),
        "rules.md": _rules("Rules", ("code", "name", "severity"), "en"),
        "zh/rules.md": _rules("规则", ("代号", "名称", "严重程度"), "zh"),
        "report.md": _schemas("The JSON report", {"report": "report"}),
        "standards.md": _standards(),
    }
    return {name: _HEAD + text for name, text in made.items()}


def _commands() -> str:
    from typer.main import get_command

    from qmsdoc.cli.app import app

    root: Any = get_command(app)
    lines = ["# Commands\n", "Before the command: `qmsdoc [-C DIR] [--lang zh|en] COMMAND`.\n"]
    for path, command in _leaves(root, "qmsdoc"):
        lines.append(f"## `{path}`\n")
        lines.append(f"{(command.help or '').strip()}\n")
        rows = [_option(parameter) for parameter in command.params if parameter.name != "help"]
        if rows:
            lines += ["| | |", "|---|---|", *rows, ""]
    return "\n".join(lines).rstrip() + "\n"


def _leaves(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name, child in below.items():
        yield from _leaves(child, f"{path} {name}")


def _option(parameter: Any) -> str:
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    if not names.startswith("`-"):
        names = f"`{parameter.metavar or parameter.name}`"
    elif parameter.metavar:
        names = f"{names} {parameter.metavar}".replace("|", "\\|")
    annotation = parameter.type_descriptor.annotation
    choices = annotation if isinstance(annotation, type) and issubclass(annotation, Enum) else ()
    chosen = f" One of {', '.join(f'`{choice.value}`' for choice in choices)}." if choices else ""
    return f"| {names} | {getattr(parameter, 'help', '') or ''}{chosen} |"


def _schemas(title: str, names: dict[str, str]) -> str:
    lines = [f"# {title}\n"]
    for heading, name in names.items():
        loaded = schema(name)
        lines.append(f"## {heading}\n")
        lines.append(f"{loaded['title']}. Schema: `schemas/{name}.schema.json`.\n")
        lines += ["| key | | takes | what it is |", "|---|---|---|---|"]
        required = {*loaded.get("required", ()), *_base_required(loaded)}
        for key, value in properties(name).items():
            home = name if key in loaded.get("properties", {}) else "common"
            lines += _rows(key, value, home, key in required)
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _base_required(loaded: dict[str, Any]) -> list[str]:
    uses_base = loaded.get("$ref", "").endswith("#/$defs/document")
    required: list[str] = schema("common")["$defs"]["document"]["required"] if uses_base else []
    return required


def _rows(
    key: str, value: dict[str, Any], base: str, required: bool, trail: tuple[str, ...] = ()
) -> Iterator[str]:
    """The row of a key and those of the keys below it; *trail* names the definitions around it."""
    seen, home = _resolved(value, base)
    mark = "required" if required else ""
    text = value.get("description") or seen.get("description", "")
    yield f"| `{key}` | {mark} | {_takes(seen, home)} | {text} |"
    inner, inside, below, part = seen, home, key, value
    if "properties" not in seen and "items" in seen:
        part = seen["items"]
        inner, inside = _resolved(part, home)
        below = f"{key}[]"
    # A field of a form may be a table, and its columns are fields again: told once.
    name = part.get("$ref", "").rpartition("/")[2]
    if name and name in trail:
        return
    for child, description, needed in _children(inner):
        yield from _rows(f"{below}.{child}", description, inside, needed, (*trail, name))


def _children(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """The keys below, and whether they are required; ``<a or b>`` for those of a pattern."""
    for part in (schema, *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        for name, description in part.get("properties", {}).items():
            yield name, description, name in part.get("required", ())
    for pattern, below in schema.get("patternProperties", {}).items():
        names = pattern.strip("^$()").split("|")
        yield "<kind>" if set(names) == set(KINDS) else f"<{' or '.join(names)}>", below, False


def _resolved(value: dict[str, Any], base: str) -> tuple[dict[str, Any], str]:
    """A schema with its $ref followed, and the name of the file that it stands in."""
    reference = value.get("$ref", "")
    if not reference:
        return value, base
    document, _, pointer = reference.partition("#/$defs/")
    home = "common" if document else base
    return _resolved(schema(home)["$defs"][pointer], home)


def _takes(value: dict[str, Any], base: str) -> str:
    if "enum" in value:
        return " · ".join(f"`{choice}`" for choice in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    for word in ("oneOf", "anyOf"):
        if word in value:
            return " or ".join(_takes(*_resolved(part, base)) for part in value[word])
    kind = value.get("type", "mapping")
    if kind == "array":
        return f"list of {_takes(*_resolved(value.get('items', {}), base))}"
    if isinstance(kind, list):
        return "text"
    return {"string": "text", "object": "mapping", "boolean": "true or false"}.get(kind, str(kind))


def _rules(title: str, heads: tuple[str, ...], language: str) -> str:
    translate = translator(language)
    rules = all_rules().values()
    lines = [f"# {title}\n", f"| {' | '.join(heads)} | |", "|---|---|---|---|"]
    texts = {rule.code: translate(rule.page) for rule in rules}
    for rule in rules:
        anchor = f"{rule.code}-{rule.name}".lower()
        severity = SEVERITY_NAMES[rule.severity].render(translate)
        summary = texts[rule.code].partition("\n")[0]
        lines.append(f"| [{rule.code}](#{anchor}) | {rule.name} | {severity} | {summary} |")
    for rule in rules:
        summary, _, rest = texts[rule.code].partition("\n")
        body = rest.strip().replace("\n## ", "\n### ")
        body = f"#{body}" if body.startswith("## ") else body
        lines.append(f"\n## {rule.code} {rule.name}\n\n{summary}\n\n{body}")
    return "\n".join(lines) + "\n"


def _standards() -> str:
    lines = ["# Standards\n", "| id | number | title | status | confidence | clauses |"]
    lines.append("|---|---|---|---|---|---|")
    for identifier in builtin_ids():
        pack = builtin_standard(identifier)
        title = f"{pack.title.zh} {pack.title.en}".strip()
        lines.append(
            f"| `{pack.id}` | {pack.number} | {title} | {pack.status} | {pack.confidence} "
            f"| {len(pack.clauses)} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    folder = Path(__file__).parent / "reference"
    (folder / "zh").mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")
    print(json.dumps(sorted(pages())))  # noqa: T201  # says what was written


if __name__ == "__main__":
    main()
