"""The packs that ship with qmsdoc: ``schemas/standards/*.yaml``, read only when asked for."""

from __future__ import annotations

from functools import cache
from typing import Any

from qmsdoc.errors import PolicyError
from qmsdoc.resources import data_dir
from qmsdoc.source.yaml import load_yaml
from qmsdoc.standards.pack import load_pack
from qmsdoc.standards.types import Standard


@cache
def builtin_ids() -> tuple[str, ...]:
    """The ids of all built-in packs, sorted: the names of their files."""
    folder = data_dir("schemas") / "standards"
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


@cache
def builtin_standard(standard_id: str) -> Standard:
    """The built-in pack of that id. Raises PolicyError, which names them all, if there is none."""
    return load_pack(builtin_data(standard_id))


@cache
def builtin_data(standard_id: str) -> dict[str, Any]:
    """The same as plain data, not to be changed."""
    if standard_id not in builtin_ids():
        raise PolicyError(
            "there is no built-in standard {id}; use one of {known}",
            id=standard_id,
            known=tuple(builtin_ids()),
        )
    path = data_dir("schemas") / "standards" / f"{standard_id}.yaml"
    # Tests hold the shipped packs to the schema, so that no run pays for it.
    data: dict[str, Any] = load_yaml(path.read_text("utf-8")).data
    return data
