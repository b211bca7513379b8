"""Make the fonts of this folder anew from Debian's: see README.md beside this file.

apt-get install fonts-noto-cjk unicode-data
pip install fonttools
python templates/fonts/subset.py
"""

from __future__ import annotations

import bz2
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
TARGET = Path(__file__).parent
FACES = {
    f"Noto{family}CJKsc-{weight}.otf": (f"Noto{family}CJK-{weight}.ttc", f"Noto {family} CJK SC")
    for family in ("Serif", "Sans")
    for weight in ("Regular", "Bold")
}
# Beside the characters of the two standards: first and last of each range.
RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin letters with marks, ± § × ÷ °
    (0x2010, 0x2027),  # dashes, quotation marks, …
    (0x2030, 0x203B),  # ‰ ′ ″ ※
    (0x20AC, 0x20AC),  # €
    (0x2103, 0x2122),  # ℃ ℉ № ™
    (0x2160, 0x217B),  # Roman numbers
    (0x2190, 0x2199),  # arrows
    (0x21D2, 0x21D4),
    (0x2260, 0x2267),  # ≠ ≤ ≥ ≦ ≧
    (0x2460, 0x249B),  # ① ⑴ ⒈
    (0x25A0, 0x25A1),  # ■ □; ☐ ☑ are not in Noto CJK: Typst's own DejaVu Sans Mono has them
    (0x25B2, 0x25CF),  # ▲ ◆ ○ ●
    (0x2605, 0x2606),  # ★ ☆
    (0x2713, 0x2718),  # ✓ ✗
    (0x3000, 0x3020),  # full-width punctuation
    (0x3220, 0x3231),  # ㈠ ㈱
    (0x338E, 0x33A1),  # ㎎ ㎏ ㎜ ㎡
    (0xFF01, 0xFF5E),  # full-width ASCII
    (0xFFE0, 0xFFE5),  # ￠ ￡ ￥
)
# What a text in simplified Chinese is set with; forms for vertical lines and for other regions
# are left out.
FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")


def standard_table() -> set[int]:
    """The 8,105 characters of the table of 2013 (通用规范汉字表), from Unicode's kTGH."""
    text = bz2.decompress(UNIHAN.read_bytes()).decode("utf-8")
    found = {int(code, 16) for code in re.findall(r"^U\+([0-9A-F]+)\tkTGH\t", text, re.MULTILINE)}
    assert len(found) == 8105, len(found)
    return found


def gb2312() -> Iterator[int]:
    """The 7,445 characters of GB 2312."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def wanted() -> set[int]:
    """Every character that is asked for; a font has most of them."""
    ranges = {code for first, last in RANGES for code in range(first, last + 1)}
    return ranges | standard_table() | set(gb2312())


def face(collection: Path, family: str) -> TTFont:
    for font in TTCollection(collection, lazy=True).fonts:
        if font["name"].getDebugName(1) == family:
            return font
    raise LookupError(f"{collection} has no {family}")


def make(target: Path, collection: Path, family: str, characters: set[int]) -> None:
    font = face(collection, family)
    options = Options()
    options.layout_features = list(FEATURES)
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    options.hinting = False
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "DSIG"]
    font.recalcTimestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.save(target)
    has = set(TTFont(target).getBestCmap())
    missing = sorted(standard_table() - has)
    sys.stdout.write(
        f"{target.name}: {target.stat().st_size:,} bytes, {len(has):,} characters, "
        f"{len(missing)} of the standard table missing{''.join(map(chr, missing))}\n"
    )


def main() -> None:
    characters = wanted()
    for name, (collection, family) in FACES.items():
        make(TARGET / name, SOURCE / collection, family, characters)


if __name__ == "__main__":
    main()
