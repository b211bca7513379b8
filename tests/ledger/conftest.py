"""One key a person for the whole session: making them takes longer than all that is done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from scratch import git, write_files
from signing import PEOPLE, Book, Office, make_key


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


@pytest.fixture
def office(tmp_path: Path, keys: Mapping[str, Path], cli: Callable[..., object]) -> Office:
    """A repository with one procedure, committed by its author."""
    root = tmp_path / "体系 文件"
    root.mkdir()
    files = {**Book.fresh(keys).files, ".gitattributes": b"approvals/** -text\n"}
    write_files(root, files)
    git(root, "init", "-q", "-b", "main", "--template=")
    made = Office(root, keys, cli)  # type: ignore[arg-type]
    made.commit("编制前台接待服务程序")
    return made
