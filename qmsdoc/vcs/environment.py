"""What a git process is given: which program, which variables, which options. Nothing else.

A repository's own configuration, hooks and attributes, and the variables of whoever started us,
can make git run programs, follow other folders and tell another history. So the environment is
replaced, not extended, and every key that names a program is overridden on the command line.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from qmsdoc.errors import GitError

MINIMUM_VERSION = (2, 39)

# Kept from the caller's environment: where programs are, and where the user's own settings are.
# The rest is what Windows needs to start a program at all.
_KEPT = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP")

_FIXED = {
    "LC_ALL": "C.UTF-8",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_ATTR_NOSYSTEM": "1",
}

_NO_USER_CONFIG = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_CONFIG_GLOBAL": "/dev/null",
}

_CONFIG = (
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "diff.external=",
    "diff.orderFile=/dev/null",
    "protocol.allow=never",
    "log.showSignature=false",
    "log.mailmap=false",
    "gpg.program=gpg",
    "gpg.ssh.program=ssh-keygen",
    "gpg.x509.program=gpgsm",
    "gpg.ssh.defaultKeyCommand=",
    "advice.graftFileDeprecated=false",
)

OPTIONS = (
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    *(part for setting in _CONFIG for part in ("-c", setting)),
)

# GitPython runs the program of the first name as soon as it is imported, and `git` from the PATH
# where there is none; with these it finds nothing to run, and says nothing of it. We never ask it to.
_FOR_IMPORT = {"GIT_PYTHON_GIT_EXECUTABLE": "/nonexistent/git", "GIT_PYTHON_REFRESH": "quiet"}

_VERSION = re.compile(r"git version (\d+)\.(\d+)")


def environment(*, user_config: bool = True) -> dict[str, str]:
    """The whole environment of a git process. Without *user_config* no HOME goes in."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    kept["PATH"] = _search_path()
    if user_config:
        return kept | _FIXED
    kept.pop("HOME", None)
    kept.pop("USERPROFILE", None)
    return kept | _FIXED | _NO_USER_CONFIG


@contextmanager
def quiet_import() -> Iterator[None]:
    """While GitPython is imported: it starts no program, whatever the caller's variables say."""
    taken = {name: os.environ.pop(name) for name in tuple(os.environ) if name.startswith("GIT_")}
    os.environ.update(_FOR_IMPORT)
    try:
        yield
    finally:
        for name in _FOR_IMPORT:
            os.environ.pop(name, None)
        os.environ.update(taken)


def executable() -> str:
    """The absolute path of git. GitError where there is none."""
    found = shutil.which("git", path=_search_path())
    if found is None:
        raise GitError(
            "git was not found: install git {minimum} or later and make sure it is on the PATH",
            minimum=_dotted(MINIMUM_VERSION),
        )
    return found


def check_version(said: str) -> None:
    """*said* is what ``git version`` prints. GitError where it is too old or not understood."""
    match = _VERSION.match(said)
    version = (int(match[1]), int(match[2])) if match else (0, 0)
    if version < MINIMUM_VERSION:
        raise GitError(
            "this is {said}, and git {minimum} or later is needed: install a newer git",
            said=said.strip() or "no git",
            minimum=_dotted(MINIMUM_VERSION),
        )


def _search_path() -> str:
    """PATH without relative folders: a program in the workspace is never taken for git."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if os.path.isabs(folder))  # noqa: PTH117


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"
