"""The one place that starts ssh-keygen: to sign, with a key that never passes through here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from qmsdoc.errors import LedgerError

# Where programs are, where the user's keys are, and how the agent that holds them is reached.
_KEPT = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TEMP", "TMP", "SSH_AUTH_SOCK", "TERM")
_SAID_AT_MOST = 200


def sign(
    content: bytes, namespace: str, key: Path, workspace: Path, *, held_by_agent: bool = False
) -> bytes:
    """The signature of *content* as ssh-keygen armours it.

    *key* is a private key, or a public one whose private half an agent holds or lies beside it. The
    user may be asked for a passphrase at the terminal. Raises LedgerError where nothing is signed.
    """
    # By its absolute name: it must not be taken for an option.
    arguments = ["-q", "-Y", "sign", "-n", namespace, "-f", str(key.absolute())]
    is_at_terminal = sys.stderr is not None and sys.stderr.isatty()
    try:
        done = subprocess.run(  # noqa: S603 - no shell, an absolute path
            [executable(workspace), *arguments],
            input=content,
            stdout=subprocess.PIPE,
            # What it wants to be touched or typed has to be seen.
            stderr=None if is_at_terminal else subprocess.PIPE,
            env=_environment(workspace),
            check=False,
        )
    except OSError as error:
        raise LedgerError("cannot start ssh-keygen: {problem}", problem=error.strerror) from error
    if done.returncode != 0 or not done.stdout:
        if held_by_agent:
            raise LedgerError(
                "no SSH agent holds your key; load it with `ssh-add`, or name its file with --key"
            )
        said = (done.stderr or b"").decode("utf-8", "replace").split("\n")[0].strip()
        raise LedgerError(
            "ssh-keygen did not sign with {key}: {said}; check the key",
            key=key,
            said=said[:_SAID_AT_MOST] or f"exit status {done.returncode}",
        )
    return done.stdout


def sign_by_agent(content: bytes, namespace: str, public_key: str, workspace: Path) -> bytes:
    """The same with the key that an agent holds, by its *public_key* as ssh-keygen prints it."""
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".pub") as file:
        file.write(f"{public_key}\n")
        file.flush()
        return sign(content, namespace, Path(file.name), workspace, held_by_agent=True)


def executable(workspace: Path) -> str:
    """The absolute path of ssh-keygen, never one below *workspace*. LedgerError without one."""
    found = shutil.which("ssh-keygen", path=_search_path(workspace))
    if found is None:
        raise LedgerError("ssh-keygen was not found: install OpenSSH 8.2 or later")
    return found


def _environment(workspace: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PATH": _search_path(workspace), "LC_ALL": "C.UTF-8"}


def _search_path(workspace: Path) -> str:
    """PATH without relative folders and without those of the workspace."""
    root = workspace.resolve()
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(
        folder
        for folder in folders
        if Path(folder).is_absolute() and not Path(folder).resolve().is_relative_to(root)
    )
