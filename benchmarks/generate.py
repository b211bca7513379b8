"""Write a quality system of N documents, always the same for the same N.

python benchmarks/generate.py 1000 /tmp/corpus --format qmsdoc
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import wording
from corpus import Generated, documents
from plan import MINIMUM

POLICY = f"""\
organization: {wording.ORGANIZATION}
language: zh-CN
levels: [manual, procedure, instruction, form]
ids:
  manual: QM-[0-9]{{4,}}
  procedure: QP-[0-9]{{4,}}
  instruction: WI-[0-9]{{4,}}
  form: QR-[0-9]{{4,}}
file_names: id
version_scheme: letter-revision
standards: []
review: {{every: 12 months}}
"""

GLOSSARY = """\
terms:
  - term: 服务对象
    definition: 到中心办理公共就业服务事项的个人和单位
    replaces: [顾客]
  - term: 不合格服务
    definition: 没有达到本中心服务要求的服务
    replaces: [不合格品]
abbreviations:
  - {short: 中心, long: 示范区公共就业服务中心}
"""

# mkdocs at its best: no search index, one entry of navigation instead of N on each of N pages,
# and anchors made as git hosts make them.
MKDOCS = f"""\
site_name: {wording.ORGANIZATION}
plugins: []
nav:
  - manual/QM-{{number}}.md
not_in_nav: "*"
markdown_extensions:
  - toc:
      slugify: !!python/name:markdown.extensions.toc.slugify_unicode
"""


def organization() -> str:
    lines = ["departments:"]
    lines += [f"  - {{name: {name}}}" for name in wording.DEPARTMENTS]
    lines.append("posts:")
    lines += [f"  - {{name: {p}, department: {d}}}" for p, d in wording.POSTS.items()]
    lines.append("outsiders:")
    lines += [f"  - {name}" for name in wording.OUTSIDERS]
    return "\n".join(lines) + "\n"


def qmsdoc_files(items: Iterator[Generated]) -> Iterator[tuple[str, str]]:
    """Paths and texts of a workspace."""
    yield "qmsdoc.yaml", POLICY
    yield "organization.yaml", organization()
    yield "glossary.yaml", GLOSSARY
    for item in items:
        yield f"documents/{item.path}", markdown(item)


def front_matter_files(items: Iterator[Generated]) -> Iterator[tuple[str, str]]:
    """The front matter alone, one YAML file a document."""
    for item in items:
        yield f"{item.kind}/{item.id}.yaml", f"---\n{item.front_matter}"


def mkdocs_files(items: Iterator[Generated]) -> Iterator[tuple[str, str]]:
    """The same Markdown files as a folder that mkdocs builds."""
    for item in items:
        if item.kind == "manual":
            yield "mkdocs.yml", MKDOCS.format(number=item.id.removeprefix("QM-"))
        yield f"docs/{item.path}", markdown(item)


def markdown(item: Generated) -> str:
    return f"---\n{item.front_matter}---\n{item.body}"


FORMATS = {
    "qmsdoc": qmsdoc_files,
    "front-matter": front_matter_files,
    "mkdocs": mkdocs_files,
}


def write(size: int, folder: Path, form: str) -> None:
    """Write all files; folders that are missing are made, files that exist are replaced."""
    made: set[Path] = set()
    for name, text in FORMATS[form](documents(size)):
        path = folder / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(text.encode())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("size", metavar="N", type=int, help="number of documents")
    parser.add_argument("folder", metavar="DIR", type=Path, help="missing or empty")
    parser.add_argument("--format", choices=FORMATS, default="qmsdoc")
    options = parser.parse_args()
    if options.size < MINIMUM:
        parser.error(f"N must be {MINIMUM} or more: there is one document of each level")
    if options.folder.exists() and any(options.folder.iterdir()):
        parser.error(f"{options.folder} is not empty")
    write(options.size, options.folder, options.format)
    return 0


if __name__ == "__main__":
    sys.exit(main())
