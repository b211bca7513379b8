"""Where reports go, and what surrounds a run: full disks, closed streams, odd environments."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from exits import refused
from scratch import ROOT, Ran, process_environment

Make = Callable[..., Path]
Cli = Callable[..., Ran]


class TestOutput:
    def test_a_full_disk(self, workspace: Make, cli: Cli, cli_process: Cli) -> None:
        root = workspace({"documents/a.md": "# x\n"})
        refused(cli("-C", root, "validate", "-o", "/dev/full"), "/dev/full", "No space left")
        assert Path("/dev/full").is_char_device()
        for unbuffered in ("", "1"):
            for command in (["-C", str(root), "validate"], ["--version"], ["--help"], ["rule"]):
                with Path("/dev/full").open("w") as full:
                    done = subprocess.run(
                        [sys.executable, "-m", "qmsdoc", *command],
                        stdout=full,
                        stderr=subprocess.PIPE,
                        env=process_environment(PYTHONUNBUFFERED=unbuffered),
                        check=False,
                    )
                refused(Ran(done.returncode, "", done.stderr.decode()), "No space left on device")

    def test_a_report_goes_to_its_file_whole(
        self, workspace: Make, cli: Cli, tmp_path: Path
    ) -> None:
        root = workspace({"documents/a.md": "# x\n"})
        said = cli("-C", root, "validate").out
        target = tmp_path / "out/报告.txt"
        ran = cli("-C", root, "validate", "-o", target)
        assert (ran.code, ran.out, ran.err) == (1, "", "")
        assert target.read_text() == said
        (tmp_path / "link").symlink_to(target)
        target.write_text("old")
        assert cli("-C", root, "validate", "-o", tmp_path / "link").code == 1
        assert target.read_text() == said
        assert (tmp_path / "link").is_symlink()

    def test_a_device_is_written_into(self, workspace: Make, cli: Cli, tmp_path: Path) -> None:
        root = workspace({"documents/a.md": "# x\n"})
        assert cli("-C", root, "validate", "-o", "/dev/null").code == 1
        assert Path("/dev/null").is_char_device()

    def test_a_folder_that_cannot_be_written(
        self, workspace: Make, cli: Cli, tmp_path: Path
    ) -> None:
        root = workspace({"documents/a.md": "# x\n"})
        (tmp_path / "file").write_text("")
        for path in (tmp_path, tmp_path / "file/below", "/proc/qmsdoc-report"):
            refused(cli("-C", root, "validate", "-o", path), f"cannot write {path}")
        assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".qmsdoc")] == []

    @pytest.mark.parametrize("command", [["validate"], ["--version"], ["rule"]])
    def test_standard_output_is_closed(self, workspace: Make, command: list[str]) -> None:
        root = workspace({"documents/a.md": "# x\n"})
        done = shell(root, f"{{}} {' '.join(command)} >&-")
        refused(Ran(done.returncode, "", done.stderr.decode()), "standard output is closed")

    def test_every_stream_is_closed(self, workspace: Make) -> None:
        root = workspace({"documents/a.md": "# x\n"})
        assert shell(root, "{} validate <&- >&- 2>&-").returncode == 2
        assert shell(root, "{} validate 2>&-").returncode == 1
        assert shell(root, "{} validate --nosuch 2>&-").returncode == 2

    @pytest.mark.parametrize("unbuffered", ["", "1"])
    @pytest.mark.parametrize("command", ["validate", "validate --format json", "--help"])
    def test_the_reader_goes_away(self, workspace: Make, command: str, unbuffered: str) -> None:
        # More than a pipe holds, so that the writer meets the closed end for certain.
        files = {f"documents/{n}-{'长' * 60}.md": "# x\n" for n in range(300)}
        root = workspace(files if command != "--help" else {})
        done = subprocess.Popen(
            [sys.executable, "-m", "qmsdoc", *command.split()],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=root,
            env=process_environment(PYTHONUNBUFFERED=unbuffered),
        )
        assert done.stdout is not None
        assert done.stderr is not None
        done.stdout.read(0 if command == "--help" else 1)
        done.stdout.close()
        said = done.stderr.read().decode()
        done.stderr.close()
        refused(Ran(done.wait(), "", said), "the reader of the output went away")

    def test_characters_that_the_terminal_cannot_show(
        self, workspace: Make, cli_process: Cli
    ) -> None:
        root = workspace({"documents/中文.md": "# x\n"})
        ascii_only = {"PYTHONIOENCODING": "ascii"}
        ran = cli_process("-C", root, "validate", environment=ascii_only)
        assert ran.code == 1
        assert "\\u4e2d\\u6587.md" in ran.out


def shell(root: Path, line: str) -> subprocess.CompletedProcess[bytes]:
    command = line.format(f"{sys.executable} -m qmsdoc")
    return subprocess.run(
        ["sh", "-c", command], cwd=root, env=process_environment(), capture_output=True, check=False
    )


class TestEnvironment:
    def test_no_home_and_a_read_only_cache(self, workspace: Make, cli_process: Cli) -> None:
        root = workspace({"documents/a.md": "# x\n"})
        expected = cli_process("-C", root, "validate", "--no-cache")
        for environment in (
            {"HOME": None, "XDG_CACHE_HOME": None},
            {"HOME": "/nonexistent", "XDG_CACHE_HOME": None},
            {"XDG_CACHE_HOME": "/proc/none"},
            {"XDG_CACHE_HOME": "/dev/null"},
            {"TERM": "dumb", "COLUMNS": "x"},
        ):
            if environment.get("HOME", "") is None:
                environment = {**environment, "XDG_CACHE_HOME": str(root.parent / "c")}
            assert cli_process("-C", root, "validate", environment=environment) == expected

    def test_an_error_of_ours_is_one_line_unless_it_is_asked_for(
        self, workspace: Make, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise ZeroDivisionError("\x1b[31m one\ntwo")

        monkeypatch.setattr("qmsdoc.pipeline.check.load", broken)
        root = workspace()
        ran = cli("-C", root, "validate")
        assert ran.code == 2
        assert ran.err.count("\n") == 1
        assert "internal error (ZeroDivisionError" in ran.err
        assert "\x1b" not in ran.err
        monkeypatch.setenv("QMSDOC_TRACEBACK", "1")
        with pytest.raises(ZeroDivisionError):
            cli("-C", root, "validate")

    @pytest.mark.parametrize("kind", [RecursionError, MemoryError])
    def test_too_deep_or_too_large(
        self, workspace: Make, cli: Cli, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise kind

        monkeypatch.setattr("qmsdoc.pipeline.check.load", broken)
        refused(cli("-C", workspace(), "validate"), "too large or too deep", kind.__name__)

    def test_nothing_that_is_not_needed_is_loaded_for_the_version(self) -> None:
        code = "import sys; sys.argv = ['qmsdoc', '--version']; from qmsdoc.__main__ import main\n"
        code += "try: main()\nexcept SystemExit: pass\nprint(*sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", code], env=process_environment(), capture_output=True, check=True
        )
        loaded = set(done.stdout.decode().split())
        assert not loaded & {"typer", "git", "jinja2", "jsonschema", "markdown_it", "yaml", "rich"}
        assert ROOT.is_dir()
