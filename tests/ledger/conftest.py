"""One key a person for the whole session: making them takes longer than all that is done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from signing import PEOPLE, Book, make_key


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="session")
def keys(key_folder: Path) -> Mapping[str, Path]:
    """The private key of each person, and that of a stranger."""
    return {
        name: make_key(key_folder, f"person-{number}")
        for number, name in enumerate((*PEOPLE, "stranger"))
    }


@pytest.fixture
def book(keys: Mapping[str, Path]) -> Callable[..., Book]:
    return lambda files=None: Book.fresh(keys, files)
