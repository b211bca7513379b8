"""The wheel holds what git holds of the package and its data, and each catalogue compiled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from scratch import ROOT, process_environment

from qmsdoc import __version__, resources
from qmsdoc.resources import data_dir

DATA = ("schemas", "templates", "examples")


def tracked(*folders: str) -> set[str]:
    """What git would commit: files that are tracked, or new and not ignored."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *folders]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True)
    paths = {path for path in done.stdout.decode().split("\0") if path}
    return {path for path in paths if (ROOT / path).is_file()}


@pytest.fixture(scope="module")
def shipped() -> set[str]:
    builder = WheelBuilder(str(ROOT))
    return {file.distribution_path for file in builder.recurse_included_files()}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_the_wheel_is_what_git_has(shipped: set[str]) -> None:
    expected = tracked("qmsdoc")
    for kind in DATA:
        expected |= {f"qmsdoc/_data/{path}" for path in tracked(kind)}
    compiled = {path for path in shipped if path.endswith(".mo")}
    assert {path for path in shipped if "\\" in path} == set()
    assert shipped - compiled == expected
    # They are built, so a checkout may or may not have them.
    assert compiled <= {path.removesuffix(".po") + ".mo" for path in expected}


def test_the_hook_compiles_every_catalogue(tmp_path: Path) -> None:
    from hatch_build import CatalogueBuildHook

    source = tmp_path / "qmsdoc/locale/zh_CN/LC_MESSAGES/messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "error"\nmsgstr "错误"\n',
        "utf-8",
    )
    hook = CatalogueBuildHook(str(tmp_path), {}, None, None, "", "wheel")  # type: ignore[arg-type]
    hook.initialize("standard", {})
    import gettext

    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("error") == "错误"


def test_the_data_of_a_checkout_is_found() -> None:
    for kind in DATA:
        assert data_dir(kind) == ROOT / kind  # type: ignore[arg-type]


def test_the_data_of_a_wheel_is_found_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages/qmsdoc"
    shipped = package / "_data/schemas"
    shipped.mkdir(parents=True)
    stray = tmp_path / "site-packages/templates"
    stray.mkdir()
    monkeypatch.setattr(resources, "__file__", str(package / "resources.py"))
    data_dir.cache_clear()
    try:
        assert data_dir("schemas") == shipped
        with pytest.raises(FileNotFoundError, match="reinstall"):
            data_dir("templates")
    finally:
        data_dir.cache_clear()


def test_the_version_is_said_alike_everywhere() -> None:
    from hatchling.metadata.core import ProjectMetadata
    from hatchling.plugin.manager import PluginManager

    assert ProjectMetadata(str(ROOT), PluginManager()).version == __version__
    done = subprocess.run(
        [sys.executable, "-m", "qmsdoc", "--version"],
        env=process_environment(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == f"qmsdoc {__version__}\n"
