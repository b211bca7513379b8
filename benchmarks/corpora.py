"""The same content on disk in each tool's own format, and one schema for all kinds."""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCHEMAS = HERE.parent / "schemas"
KINDS = ("manual", "procedure", "instruction", "form")


def corpus(root: Path, size: int, form: str) -> Path:
    """Folder of *size* documents in *form*, generated unless it is there already."""
    folder = root / str(size) / form
    done = folder.with_name(f"{form}.complete")
    if not done.exists():
        # In a child: memory that this process takes would show up as the peak of its children.
        command = [sys.executable, str(HERE / "generate.py"), str(size), str(folder)]
        subprocess.run([*command, "--format", form], check=True)
        done.touch()
    return folder


def bundled_schema(root: Path) -> Path:
    """The project's own schemas in one file that chooses by kind and needs no network.

    check-jsonschema takes one schema a run; four runs, one a kind, cost it more than this.
    """
    parts = {k: json.loads((SCHEMAS / f"{k}.schema.json").read_text()) for k in (*KINDS, "common")}
    choices = [
        {"if": {"properties": {"kind": {"const": k}}}, "then": {"$ref": parts[k]["$id"]}}
        for k in KINDS
    ]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://qmsdoc.example/schemas/document.schema.json",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(KINDS)}},
        "allOf": choices,
        "$defs": parts,
    }
    path = root / "document.schema.json"
    path.write_text(json.dumps(schema))
    return path


class Edited:
    """Changes one document before each run, differently each time; `restore` undoes it."""

    def __init__(self, workspace: Path) -> None:
        self._path = min((workspace / "documents" / "procedures").iterdir())
        self._text = self._path.read_bytes()

    def __call__(self, run: int) -> None:
        self._path.write_bytes(self._text + f"\n本程序自发布之日起第{run + 1}日实施。\n".encode())

    def restore(self) -> None:
        self._path.write_bytes(self._text)
