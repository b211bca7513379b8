"""Bring the catalogues up to date with the code: `python docs/translations.py`.

New messages get an empty translation, those that are gone leave, translations stay; the page of a
rule whose English changed keeps its Chinese, marked fuzzy until someone has looked it through. Then
the catalogues are compiled. `tests/test_translations.py` names what has no translation yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from message_uses import ROOT, Use, python_messages

CATALOGUES = ROOT / "qmsdoc" / "locale" / "zh_CN" / "LC_MESSAGES"
_IDLE = re.compile(r'"(?:Project-Id|Report-|POT-|PO-|Last-Tr|Language-Team|Generated-By)[^"]*"\n')


def template_messages() -> Iterator[Use]:
    """Every label of the built-in templates."""
    from jinja2.ext import babel_extract

    for path in sorted((ROOT / "templates").rglob("*.j2")):
        name = path.relative_to(ROOT).as_posix()
        with path.open("rb") as stream:
            for line, _, texts, _ in babel_extract(stream, ["_"], [], {}):
                text = texts[0] if isinstance(texts, tuple) else texts
                yield Use(name, line, text, "_")


def help_messages() -> Iterator[Use]:
    """What `--help` says, and what a wrong command line is told."""
    from typer.main import get_command

    from qmsdoc.cli.app import app
    from qmsdoc.cli.help import LIBRARY_WORDS, help_texts

    for text in (*help_texts(get_command(app)), *LIBRARY_WORDS):
        yield Use("qmsdoc/cli", 0, text, "--help")


def schema_messages() -> Iterator[Use]:
    """The titles under which schemas are listed."""
    from qmsdoc.model.schema import schema
    from qmsdoc.model.schema_bundle import NAMES

    for name in NAMES:
        yield Use(f"schemas/{name}.schema.json", 0, schema(name)["title"], "title")


def messages() -> dict[str, list[str]]:
    """Every message, and the files that make it."""
    found: dict[str, list[str]] = {}
    for use in (*python_messages(), *template_messages(), *help_messages(), *schema_messages()):
        if use.text:
            places = found.setdefault(use.text, [])
            places.extend({use.path} - {*places})
    return found


def pages() -> dict[str, list[str]]:
    """The page of every rule, and its code."""
    from qmsdoc.rules.catalogue import all_rules

    return {rule.page: [rule.code] for rule in all_rules().values()}


def catalogue(domain: str) -> Catalog:
    """The catalogue as it is."""
    path = CATALOGUES / f"{domain}.po"
    if not path.is_file():
        return Catalog(locale="zh_CN")
    with path.open("rb") as stream:
        return read_po(stream, locale="zh_CN")


def update(domain: str, found: Mapping[str, list[str]]) -> None:
    """Give the catalogue exactly the entries *found*, by file, and compile it."""
    old, new = catalogue(domain), Catalog(locale="zh_CN", fuzzy=False)
    new.header_comment = "# Chinese of qmsdoc; docs/translations.py keeps its entries complete."
    for text, places in sorted(found.items(), key=lambda item: (item[1][0], item[0])):
        known = old.get(text) or (_former(old, found, places[0]) if domain == "rules" else None)
        flags = {"fuzzy"} if known is not None and (known.fuzzy or known.id != text) else ()
        said = known.string if known is not None else ""
        new.add(text, said, locations=[(place, 0) for place in places], flags=flags)
    made = BytesIO()
    write_po(made, new, width=100, include_lineno=False)
    # Dates and addresses say nothing, and differ in every branch.
    lines = made.getvalue().decode().splitlines(keepends=True)
    path = CATALOGUES / f"{domain}.po"
    path.write_text("".join(line for line in lines if not _IDLE.match(line)), "utf-8")
    compile_catalogue(path)


def _former(old: Catalog, found: Mapping[str, list[str]], code: str) -> Message | None:
    """The page of a rule before its English was changed: its Chinese is to be looked through."""
    for entry in old:
        is_its = any(place == code for place, _ in entry.locations)
        if entry.id and entry.id not in found and is_its:
            return entry
    return None


def compile_catalogue(path: Path) -> None:
    """Write the .mo beside the .po, as the build hook does."""
    with path.open("rb") as stream:
        loaded = read_po(stream)
    with path.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, loaded)


def main() -> None:
    update("messages", messages())
    update("rules", pages())


if __name__ == "__main__":
    main()
