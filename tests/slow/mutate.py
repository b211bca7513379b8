"""Files and workspaces with damage, each made from a number alone, so that it can be made again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

# What a parser may stumble over, beside what chance makes.
TOKENS = [
    *("---\n", "---", "...\n", "\n", "\r\n", "\r", "\t", "  ", " ", "\u3000", "\u00a0"),
    *("#", "# ", "## 3 ", "|", "|---|", "`", "```\n", "~~~", "*", "**", "_", "[", "](", ")", "!["),
    *("<", ">", "<!--", "<b>", "&amp;", "\\", "[^1]", "[^1]: ", ": ", ":", "- ", "-", "1. ", "> "),
    *("{", "}", "[]", "{}", '"', "'", "&a ", "*a", "!!int ", "!x ", "? ", "%", "@", "|\n", ">\n"),
    *("null", "~", "true", "2026-02-30", "1e400", "-0", "0x_", ".inf", "NaN", "9" * 400),
    *(
        "\x00",
        "\x07",
        "\x1b[31m",
        "\x85",
        "\u2028",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\ufffe",
        "\ufffd",
    ),
    *("𠮷", "e\u0301", "👩\u200d👧", "İ", "ß", "ﬁ", "٣", "３", "Ⅳ"),
    *(
        "QP-99",
        "QP-07",
        "《",
        "》",
        "《前台接待服务程序》",
        "（",
        "(",
        "，",
        ",",
        "。。",
        "“",
        "顾客",
    ),
    *(
        "gbt-19001-2016:",
        "db11t-1123-2014:5",
        "../",
        "file:///etc/passwd",
        "#4-工作程序",
        "%zz",
        "%00",
    ),
    *("id: QP-01\n", "kind: form\n", "title: x\n", "clauses: [x]\n", "fields: [{name: a}]\n"),
    *("| 步骤 | 责任岗位 |\n|---|---|\n", "sum(a) / sum(b)", "a ** a ** a", "period,a\n"),
]
HUGE = 60_000


def flip(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """It ends too early, perhaps in the middle of a character."""
    return data[: chance.randint(0, len(data))]


def cut_bytes(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A few bytes are gone."""
    at = chance.randint(0, len(data))
    return data[:at] + data[at + chance.randint(1, 5) :]


def lines(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Lines are gone, stand twice, or have changed places."""
    pieces = data.split(b"\n")
    first, second = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    kind = chance.randrange(4)
    if kind == 0:
        del pieces[min(first, second) : min(first, second) + chance.randint(1, 4)]
    elif kind == 1:
        pieces[first:first] = pieces[second : second + chance.randint(1, 6)]
    elif kind == 2:
        pieces[first], pieces[second] = pieces[second], pieces[first]
    else:
        pieces[first] = chance.choice([b" ", b"\t", b"    ", b"> ", b"- "]) + pieces[first]
    return b"\n".join(pieces)


def insert(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Something is put in that means something to a parser."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(data))
        data = data[:at] + chance.choice(TOKENS).encode() + data[at:]
    return data


def swap_tokens(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A mark of YAML or Markdown becomes another one, here and there or everywhere."""
    marks = [b"#", b"|", b"-", b":", b"[", b"]", b"(", b"{", b'"', b"*", b"`", b",", b"\n", b" "]
    before, after = chance.choice(marks), chance.choice([*marks, b""])
    return data.replace(before, after, chance.choice([1, 3, -1]))


def front_matter(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """The head is damaged: its fences, its indents, its values."""
    head, fence, body = data.partition(b"\n---\n")
    kind = chance.randrange(6)
    if kind == 0:
        return body
    if kind == 1:
        return head + b"\n" + body
    if kind == 2:
        return (
            head.replace(b": ", chance.choice([b":", b": [", b": {a: ", b":\n  - "])) + fence + body
        )
    if kind == 3:
        names = [line.partition(b":")[0] for line in head.split(b"\n") if b":" in line] or [b"id"]
        return head + b"\n" + chance.choice(names) + b": x" + fence + body
    if kind == 4:
        return head.replace(b"\n", chance.choice([b"\n ", b"\r\n", b"\n\t"])) + fence + body
    values = [b"7", b"null", b"[]", b"{}", b"true", b'""', b"[[[]]]", b"{a: {b: c}}", b"2026-01-01"]
    parts = head.split(b"\n")
    at = chance.randrange(len(parts))
    parts[at] = parts[at].partition(b":")[0] + b": " + chance.choice(values)
    return b"\n".join(parts) + fence + body


def repeat(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A piece stands there again and again; sometimes very often."""
    at = chance.randint(0, len(data))
    token = chance.choice(TOKENS).encode()
    piece = data[at : at + chance.randint(1, 40)] if chance.random() < 0.6 else token
    often = chance.choice([3, 30, 300]) if chance.random() < 0.95 else HUGE // max(len(piece), 1)
    return data[:at] + piece * often + data[at:]


def splice(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """It goes on as another file does."""
    other = chance.choice(others)
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def recode(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """It was saved with another coding, other line ends, or a mark."""
    text = data.decode("utf-8", "replace")
    kind = chance.randrange(5)
    if kind == 0:
        return text.encode("gb18030")
    if kind == 1:
        return text.encode("utf-16")
    if kind == 2:
        return b"\xef\xbb\xbf" + data
    return data.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\r\r\n", b"\n\r"]))


Operator = Callable[[bytes, Random, Sequence[bytes]], bytes]
OPERATORS: list[Operator] = [
    *(flip, cut, cut_bytes, lines, lines, insert, insert, swap_tokens, front_matter, front_matter),
    *(repeat, splice, recode),
]


def mutated(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """*data* with one to three kinds of damage; *others* are files to go on with."""
    for _ in range(chance.choice([1, 1, 2, 3])):
        data = chance.choice(OPERATORS)(data, chance, others)
    return data


def mutate_workspace(root: Path, chance: Random) -> list[str]:
    """Damage one to five files below *root*; what was done."""
    done = []
    for _ in range(chance.randint(1, 5)):
        paths = sorted(
            path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts
        )
        path = chance.choice(paths)
        others = [other.read_bytes() for other in chance.sample(paths, min(3, len(paths)))]
        kind = chance.randrange(12)
        if kind == 0 and path.name != "qmsdoc.yaml":
            path.unlink()
        elif kind == 1:
            path.write_bytes(others[0])
        elif kind == 2:
            path.with_name(f"x{path.name}").write_bytes(path.read_bytes())
        elif kind == 3 and path.name != "qmsdoc.yaml":
            path.unlink()
            path.symlink_to("qmsdoc.yaml")
        elif kind == 4:
            path.write_bytes(b"")
        else:
            path.write_bytes(mutated(path.read_bytes(), chance, others))
        done.append(f"{kind} {path.relative_to(root)}")
    return done
