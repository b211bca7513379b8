"""A repository whose configuration, hooks and attributes want to run a program.

Every trap is first sprung by plain git, to show that it is set.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qmsdoc.vcs.git import Repository
from qmsdoc.vcs.history import revisions

if TYPE_CHECKING:
    from tests.vcs.conftest import Workshop

SIGNED = (
    b"tree TREE\nparent %s\nauthor A <a@b> 1000 +0000\ncommitter A <a@b> 1000 +0000\n"
    b"gpgsig -----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----\n\nsigned\n"
)


def _use_everything(folder: Path) -> None:
    """Call every method of a repository."""
    with Repository.find(folder) or pytest.fail("no repository") as opened:
        head = opened.resolve("HEAD")
        opened.names()
        opened.merge_base("HEAD", "HEAD~1")
        entries = opened.files(head)
        list(opened.read_many(entries))
        commits = list(opened.log(head))
        revisions(commits, [entry.path for entry in entries], lambda blob: str(opened.read(blob)))


def _setting_traps(repo: Workshop, canary: Path) -> None:
    trap = repo.root.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{canary}'\ncat\n")
    trap.chmod(0o755)
    for key in (
        *("core.fsmonitor", "diff.external", "diff.x.textconv", "diff.x.command"),
        *("filter.x.clean", "filter.x.smudge", "filter.x.process", "core.pager", "core.editor"),
        *("core.sshCommand", "core.askPass", "credential.helper", "gpg.program", "pager.log"),
        *("gpg.ssh.program", "gpg.x509.program", "gpg.ssh.defaultKeyCommand", "merge.x.driver"),
        *("uploadpack.packObjectsHook", "alias.log", "alias.ls-tree", "interactive.diffFilter"),
        *("sequence.editor", "core.gitProxy", "trailer.x.command", "remote.origin.uploadpack"),
    ):
        repo.git("config", key, f"!{trap}" if key.startswith("alias") else str(trap))
    for key, value in {
        "core.hooksPath": str(repo.root / "hooks"),
        "log.showSignature": "true",
        "gpg.ssh.allowedSignersFile": str(trap),
    }.items():
        repo.git("config", key, value)
    hooks = repo.root / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "pre-commit", "reference-transaction", "post-checkout"):
        (hooks / name).write_text(trap.read_text())
        (hooks / name).chmod(0o755)
    (repo.root / ".git" / "info").mkdir(exist_ok=True)
    (repo.root / ".git" / "info" / "attributes").write_text("* diff=x filter=x merge=x\n")


def test_configuration_hooks_and_attributes_run_nothing(repo: Workshop, tmp_path: Path) -> None:
    repo.commit("one", {"a.md": "1" * 400, ".gitattributes": "* diff=x filter=x\n"})
    (repo.root / "a.md").rename(repo.root / "b.md")
    parent = repo.commit("two", {"b.md": "1" * 400 + "2"})
    repo.git("reset", "-q", "--soft", repo.crafted_commit(SIGNED % parent.encode()))
    canary = tmp_path / "canary"
    _setting_traps(repo, canary)
    for control in (["status"], ["log", "-p"], ["log", "-1", "--no-patch"]):
        repo.git(*control, check=False)
        assert canary.exists(), f"plain git {control} springs a trap"
        canary.unlink()
    _use_everything(repo.root)
    assert not canary.exists()


def test_a_missing_blob_is_not_fetched(
    repo: Workshop, make_repo: Callable[..., Workshop], tmp_path: Path
) -> None:
    make_repo("origin").commit("elsewhere")
    repo.commit("one", {"a.md": "x"})
    missing = repo.git("rev-parse", "HEAD:a.md")
    canary = tmp_path / "canary"
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": str(tmp_path / "origin"),
        "remote.origin.uploadpack": f"touch '{canary}'; git-upload-pack",
        "protocol.file.allow": "always",
    }.items():
        repo.git("config", key, value)
    (repo.root / ".git" / "objects" / missing[:2] / missing[2:]).unlink()
    repo.git("cat-file", "-p", missing, check=False)
    assert canary.exists(), "plain git fetches it"
    canary.unlink()
    with Repository(repo.root, repo.root / ".git") as opened:
        (entry,) = opened.files("HEAD")
        assert "lacks the file" in str(entry.trouble)
        with pytest.raises(FileNotFoundError):
            opened.read(missing)
        assert [commit.subject for commit in opened.log("HEAD")] == ["one"]
    assert not canary.exists()


def test_variables_of_the_caller_have_no_effect(
    repo: Workshop,
    make_repo: Callable[..., Workshop],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head = repo.commit("here", {"a.md": "1"})
    repo.commit("on", {"a.md": "2"})
    other = make_repo("other")
    other.commit("elsewhere", {"b.md": "1"})
    canary, trap = tmp_path / "canary", tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{canary}'\n")
    trap.chmod(0o755)
    for name, value in {
        "GIT_DIR": str(other.root / ".git"),
        "GIT_WORK_TREE": str(other.root),
        "GIT_COMMON_DIR": str(other.root / ".git"),
        "GIT_OBJECT_DIRECTORY": str(other.root / ".git" / "objects"),
        "GIT_INDEX_FILE": str(canary),
        "GIT_NAMESPACE": "elsewhere",
        "GIT_EXTERNAL_DIFF": str(trap),
        "GIT_PAGER": str(trap),
        "GIT_SSH_COMMAND": str(trap),
        "GIT_TRACE": str(canary),
        "GIT_TRACE2_EVENT": str(canary),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": str(trap),
        "GIT_CONFIG_PARAMETERS": "'log.showroot=false'",
        "GIT_LITERAL_PATHSPECS": "0",
        "GIT_ICASE_PATHSPECS": "1",
        "GIT_REPLACE_REF_BASE": "refs/heads/",
        "GIT_EXEC_PATH": str(tmp_path),
        "GIT_PYTHON_GIT_EXECUTABLE": str(trap),
        "GIT_PYTHON_TRACE": "full",
        "LC_ALL": "de_DE.UTF-8",
        "LANGUAGE": "zh_CN",
    }.items():
        monkeypatch.setenv(name, value)
    _use_everything(repo.root)
    with Repository.find(repo.root) or pytest.fail("not found") as opened:
        assert opened.resolve("main~1") == head
        assert [len(commit.changes) for commit in opened.log("main")] == [1, 1]
    assert not canary.exists()
