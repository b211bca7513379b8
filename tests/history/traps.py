"""Traps for git, as data: settings, files, variables and names that could run a program or mislead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PATH = "documents/QP-07.md"
ATTRIBUTES = "* diff=x filter=x merge=x text eol=crlf working-tree-encoding=UTF-16\n"


@dataclass(frozen=True)
class Case:
    """``{trap}`` is a program that leaves a mark, ``{other}`` another repository, ``{scratch}`` a
    folder whose being filled is a mark too.

    ``config`` goes into .git/config, ``files`` below .git, ``tree`` into the work tree,
    ``variables`` into the environment; ``git`` is run beforehand. ``control`` springs it.
    Commands are run in ``folder``.
    """

    config: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    tree: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    git: tuple[tuple[str, ...], ...] = ()
    control: tuple[str, ...] = ()
    folder: str = ""


TRAP = "{trap}"
CASES = {
    "core.fsmonitor": Case({"core.fsmonitor": TRAP}, control=("status",)),
    "core.sshCommand": Case(
        {"core.sshCommand": TRAP, "remote.origin.url": "ssh://h.invalid/r"}, control=("fetch",)
    ),
    "core.gitProxy": Case(
        {"core.gitProxy": TRAP, "remote.origin.url": "git://h.invalid/r"}, control=("fetch",)
    ),
    "core.askPass": Case({"core.askPass": TRAP, "credential.helper": f"!{TRAP}"}),
    "core.pager": Case({"core.pager": TRAP, "pager.log": TRAP}),
    "core.editor": Case({"core.editor": TRAP, "sequence.editor": TRAP}),
    "core.hooksPath": Case({"core.hooksPath": "{scratch}/../hooks"}, control=("commit", "-m", "x")),
    "hooks": Case(
        files={
            f"hooks/{name}": "#!/bin/sh\n{trap}\n"
            for name in ("pre-commit", "post-index-change", "reference-transaction")
        },
        control=("commit", "--allow-empty", "-m", "x"),
    ),
    "diff.external": Case({"diff.external": TRAP}, control=("diff", "HEAD~1")),
    "textconv": Case(
        {"diff.x.textconv": TRAP}, {"info/attributes": ATTRIBUTES}, control=("log", "-p")
    ),
    "diff driver": Case(
        {"diff.x.command": TRAP}, {"info/attributes": ATTRIBUTES}, control=("diff", "HEAD~1")
    ),
    "filter.process": Case(
        {"filter.x.process": TRAP, "filter.x.required": "true"},
        {"info/attributes": ATTRIBUTES},
        control=("checkout", "HEAD~2", "--", PATH),
    ),
    "filter.smudge and clean": Case(
        {"filter.x.smudge": TRAP, "filter.x.clean": TRAP},
        {"info/attributes": ATTRIBUTES},
        control=("checkout", "HEAD~2", "--", PATH),
    ),
    "core.attributesFile": Case(
        {"core.attributesFile": "{scratch}/../attributes", "diff.x.textconv": TRAP},
        control=("log", "-p"),
    ),
    "merge driver": Case({"merge.x.driver": TRAP}, {"info/attributes": ATTRIBUTES}),
    "gpg.program": Case(
        {
            "gpg.program": TRAP,
            "gpg.ssh.program": TRAP,
            "gpg.x509.program": TRAP,
            "gpg.ssh.defaultKeyCommand": TRAP,
            "log.showSignature": "true",
            "gpg.ssh.allowedSignersFile": TRAP,
        },
        git=(("update-ref", "refs/heads/signed", "{signed}"),),
        control=("log", "-1", "signed"),
    ),
    "alias": Case(
        {
            f"alias.{verb}": f"!{TRAP}"
            for verb in ("log", "ls-tree", "cat-file", "rev-list", "rev-parse", "x")
        },
        control=("x",),
    ),
    "uploadpack": Case(
        {
            "remote.origin.url": "{other}",
            "remote.origin.uploadpack": TRAP,
            "uploadpack.packObjectsHook": TRAP,
        },
        control=("fetch", "origin"),
    ),
    "lazy fetch": Case(
        {
            "core.repositoryFormatVersion": "1",
            "extensions.partialClone": "origin",
            "remote.origin.promisor": "true",
            "remote.origin.url": "{other}",
            "remote.origin.uploadpack": TRAP,
            "protocol.file.allow": "always",
        },
        control=("cat-file", "-p", "9" * 40),
    ),
    "remote helper": Case(
        {
            "core.repositoryFormatVersion": "1",
            "extensions.partialClone": "origin",
            "remote.origin.promisor": "true",
            "remote.origin.url": f"ext::{TRAP}",
            "protocol.ext.allow": "always",
        },
        control=("cat-file", "-p", "9" * 40),
    ),
    "includeIf": Case(
        {
            "includeIf.gitdir:/.path": "{scratch}/../included",
            "include.path": "{scratch}/../included",
        },
        control=("status",),
    ),
    "worktree config": Case(
        {"core.repositoryFormatVersion": "1", "extensions.worktreeConfig": "true"},
        {"config.worktree": "[core]\n\tfsmonitor = {trap}\n"},
        control=("status",),
    ),
    "trailers": Case({"trailer.x.command": TRAP, "trailer.x.cmd": TRAP}),
    "difftool": Case({"diff.tool": "x", "difftool.x.cmd": TRAP, "interactive.diffFilter": TRAP}),
    "log options": Case(
        {
            "log.mailmap": "true",
            "mailmap.file": "{scratch}/../mailmap",
            "log.follow": "true",
            "log.diffMerges": "off",
            "log.excludeDecoration": "*",
            "diff.renames": "false",
            "diff.orderFile": "{scratch}/../order",
            "diff.relative": "true",
            "log.showRoot": "false",
            "core.quotePath": "true",
            "i18n.logOutputEncoding": "UTF-16",
            "core.abbrev": "4",
            "log.date": "relative",
            "color.ui": "always",
            "diff.ignoreSubmodules": "all",
            "diff.algorithm": "patience",
            "core.ignoreCase": "true",
            "core.precomposeUnicode": "true",
        },
    ),
    "mailmap": Case(tree={".mailmap": "假名 <f@x> <a@example.org>\n"}),
    "grafts": Case(files={"info/grafts": "{head}\n"}),
    "replacement": Case(git=(("replace", "{head}", "{signed}"), ("replace", "{blob}", "{fake}"))),
    "replacement elsewhere": Case(
        git=(("update-ref", "refs/heads/{blob}", "{head}"),),
        variables={"GIT_REPLACE_REF_BASE": "refs/heads/"},
    ),
    "names like revisions": Case(
        files={"refs/heads/HEAD": "{signed}\n", "refs/tags/HEAD": "{signed}\n"}
    ),
    "embedded bare repository": Case(
        tree={
            "vendor/HEAD": "ref: refs/heads/main\n",
            "vendor/config": "[core]\n\tbare = true\n\tfsmonitor = {trap}\n\tworktree = .\n",
            "vendor/objects/x": "",
            "vendor/refs/x": "",
        },
        folder="vendor",
    ),
    "programs in the workspace": Case(
        tree=dict.fromkeys(
            ("git", "gpg", "ssh", "ssh-keygen", "sh", "less", "git-log"), "#!/bin/sh\n{trap}\n"
        ),
        variables={"PATH": ".{sep}{sep}{path}"},
    ),
    "GIT_DIR": Case(
        variables={
            "GIT_DIR": "{other}/.git",
            "GIT_WORK_TREE": "{other}",
            "GIT_COMMON_DIR": "{other}/.git",
        }
    ),
    "GIT_CONFIG_COUNT": Case(
        variables={
            "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_0": "core.fsmonitor",
            "GIT_CONFIG_VALUE_0": TRAP,
            "GIT_CONFIG_KEY_1": "diff.external",
            "GIT_CONFIG_VALUE_1": TRAP,
        },
        control=("status",),
    ),
    "GIT_CONFIG_PARAMETERS": Case(
        variables={"GIT_CONFIG_PARAMETERS": "'core.fsmonitor={trap}'"}, control=("status",)
    ),
    "GIT_CONFIG_GLOBAL": Case(
        variables={
            "GIT_CONFIG_GLOBAL": "{scratch}/../included",
            "GIT_CONFIG_SYSTEM": "{scratch}/../included",
        },
        control=("status",),
    ),
    "HOME": Case(
        variables={"HOME": "{scratch}/../home", "XDG_CONFIG_HOME": "{scratch}/../home"},
        control=("status",),
    ),
    "GIT_EXTERNAL_DIFF": Case(variables={"GIT_EXTERNAL_DIFF": TRAP}, control=("diff", "HEAD~1")),
    "GIT_PAGER": Case(
        variables={"GIT_PAGER": TRAP, "PAGER": TRAP, "GIT_EDITOR": TRAP, "EDITOR": TRAP},
    ),
    "GIT_SSH": Case(
        variables={
            "GIT_SSH": TRAP,
            "GIT_SSH_COMMAND": TRAP,
            "GIT_ASKPASS": TRAP,
            "SSH_ASKPASS": TRAP,
            "GIT_PROXY_COMMAND": TRAP,
        }
    ),
    "GIT_EXEC_PATH": Case(variables={"GIT_EXEC_PATH": "{scratch}/../home"}),
    "GIT_TEMPLATE_DIR": Case(variables={"GIT_TEMPLATE_DIR": "{scratch}/../home"}),
    "GIT_TRACE": Case(
        variables=dict.fromkeys(
            (
                "GIT_TRACE",
                "GIT_TRACE_SETUP",
                "GIT_TRACE_PACKET",
                "GIT_TRACE_PERFORMANCE",
                "GIT_TRACE_PACK_ACCESS",
                "GIT_TRACE2",
                "GIT_TRACE2_EVENT",
                "GIT_TRACE2_PERF",
            ),
            "{scratch}/trace",
        ),
        control=("log",),
    ),
    "GIT_OBJECT_DIRECTORY": Case(
        variables={
            "GIT_OBJECT_DIRECTORY": "{other}/.git/objects",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": "{other}/.git/objects",
        }
    ),
    "GIT_INDEX_FILE": Case(
        variables={"GIT_INDEX_FILE": "{scratch}/index"}, control=("read-tree", "HEAD")
    ),
    "GIT_NAMESPACE": Case(variables={"GIT_NAMESPACE": "elsewhere"}),
    "GIT_GRAFT_FILE": Case(
        variables={
            "GIT_GRAFT_FILE": "{scratch}/../grafts",
            "GIT_SHALLOW_FILE": "{scratch}/../grafts",
        }
    ),
    "GIT_CEILING_DIRECTORIES": Case(
        variables={"GIT_CEILING_DIRECTORIES": "{root}", "GIT_DISCOVERY_ACROSS_FILESYSTEM": "0"}
    ),
    "pathspecs": Case(
        variables={
            "GIT_LITERAL_PATHSPECS": "0",
            "GIT_ICASE_PATHSPECS": "1",
            "GIT_GLOB_PATHSPECS": "1",
        }
    ),
    "diff and locale": Case(
        variables={
            "GIT_DIFF_OPTS": "-u0",
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "de",
            "TZ": "Pacific/Kiritimati",
            "GIT_DEFAULT_HASH": "sha256",
            "GIT_ADVICE": "1",
            "GIT_REDIRECT_STDOUT": "{scratch}/out",
        }
    ),
    "GitPython": Case(
        variables={
            "GIT_PYTHON_GIT_EXECUTABLE": TRAP,
            "GIT_PYTHON_REFRESH": "raise",
            "GIT_PYTHON_TRACE": "full",
        }
    ),
}
