"""The search index: which documents hold which pairs of characters, and their texts.

Chinese has no spaces between words, so pairs of neighbouring characters are what is looked up;
runs of Latin letters and digits are words. Both are folded as in search.js: NFKC, lower case.

The index is a script that a page loads, since a page that was opened from a folder may not fetch
anything. The texts, for the lines shown of each result, come in several scripts, and only those of
the results are loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from operator import sub
from unicodedata import is_normalized, normalize

import msgspec

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.body_sketch import Sketch
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.site.types import ASSETS, SiteContent
from qmsdoc.render.types import Artifact
from qmsdoc.render.view import LEVEL_NAMES

# How many documents have their texts in one script.
TEXTS = 40
_WORDS = re.compile(r"[a-z0-9]+")
# What is looked up in pairs: letters of all other scripts.
_RUNS = re.compile(r"[^\W\d_a-z]{2,}")
# Full-width punctuation, for the sake of which nearly every text would have to be normalised.
_MARKS = re.compile("[\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def search_files(content: SiteContent) -> Iterator[Artifact]:
    """The scripts of the index. Names of documents in it are places in the list of documents."""
    files = sorted_documents(content.library)
    postings: dict[str, list[int]] = {}
    texts: list[list[list[str]]] = []
    for place, file in enumerate(files):
        sketch = content.sketch(file.path)
        for term in _terms(file, sketch):
            postings.setdefault(term, []).append(place)
        texts.append([[section.anchor, section.text] for section in sketch.sections])
    yield _script("search.js", "index", _index(content, files, postings))
    for number, start in enumerate(range(0, len(texts), TEXTS)):
        yield _script(f"search-{number}.js", f"texts[{number}]", texts[start : start + TEXTS])


def fold(text: str) -> str:
    """*text* as it is compared, with blanks for marks that no term has in it."""
    text = _MARKS.sub(" ", text)
    return (text if is_normalized("NFKC", text) else normalize("NFKC", text)).lower()


def terms_of(text: str) -> set[str]:
    """What is looked up of a folded text."""
    found = set(_WORDS.findall(text))
    for run in _RUNS.findall(text):
        found.update(map("".join, pairwise(run)))
    return found


def _terms(file: DocumentFile, sketch: Sketch) -> set[str]:
    texts = [section.text for section in sketch.sections]
    titles = [heading.title for heading in file.document.headings]
    labels = [item.label.value for item in file.document.fields]
    owner = file.document.owner
    about = [file.id, file.title, owner.value if owner else ""]
    return terms_of(fold("\n".join((*about, *titles, *labels, *texts))))


def _index(
    content: SiteContent, files: Sequence[DocumentFile], postings: dict[str, list[int]]
) -> dict[str, object]:
    library = content.library
    return {
        "share": TEXTS,
        "documents": [
            [
                file.id,
                file.title,
                f"{library.names[file.path]}.html",
                library.translate(LEVEL_NAMES.get(file.kind, "Document")),
                [
                    [heading.anchor, f"{heading.number} {heading.title}".strip()]
                    for heading in file.document.headings
                    if heading.level > 1
                ],
            ]
            for file in files
        ],
        "terms": {term: _packed(places) for term, places in sorted(postings.items())},
    }


def _packed(places: Sequence[int]) -> str:
    """Rising numbers as the steps between them, in base 36, parted by dots."""
    return ".".join(map(_base36, map(sub, places, chain((0,), places))))


@cache
def _base36(number: int) -> str:
    if number < 36:
        return _DIGITS[number]
    head, last = divmod(number, 36)
    return _base36(head) + _DIGITS[last]


def _script(name: str, target: str, data: object) -> Artifact:
    """Data as a script: JSON, with nothing in it that would end or change a script."""
    text = msgspec.json.encode(data).decode("utf-8")
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Artifact(f"{ASSETS}{name}", f"qmsdoc.{target}={text};\n".encode("utf-8", "replace"))
