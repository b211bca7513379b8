"""export audit: what an auditor needs to check the ledger without qmsdoc, as files of one folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from string import Template

from qmsdoc import __version__
from qmsdoc.errors import GitError
from qmsdoc.index.control import Release
from qmsdoc.index.types import Index
from qmsdoc.model.approval import FOLDER, SIGNATURE_SUFFIX, Entry
from qmsdoc.model.edition import EditionName
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.pipeline.allowed_signers import allowed_signers
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.ledger_audit import Texts
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace
from qmsdoc.pipeline.render import Choices, Rendering
from qmsdoc.pipeline.verify import verify
from qmsdoc.report.verify.catalogue import verify_reporter
from qmsdoc.report.verify.types import Verdict, VerifyReport
from qmsdoc.resources import data_dir
from qmsdoc.source.tree import Tree
from qmsdoc.text.language import translator

SUMS = "SHA256SUMS"
_PLAIN = ("verify.sh", "README.md", "README.en.md")
_POLICY = (POLICY_FILE, "organization.yaml")


def audit_files(
    workspace: Workspace,
    today: date,
    language: str,
    policy_ref: str | None = None,
    *,
    pdf: bool = True,
) -> tuple[dict[str, bytes], Verdict]:
    """The files by path, and the verdict on the ledger, which is among them.

    The same revision, policy, day and language give the same files. Raises GitError where a text
    that is in force cannot be had, and what ``verify`` and ``Rendering`` raise.
    """
    verdict = verify(workspace, today, policy_ref=policy_ref)
    tree = workspace.tree if policy_ref is None else workspace.tree_with_policy(policy_ref)
    folder = _Folder(workspace, tree, today, language, verdict)
    files = dict(folder.files())
    if pdf:
        files.update(folder.pages())
    return {**files, SUMS: _sums(files)}, verdict


class _Folder:
    def __init__(
        self, workspace: Workspace, tree: Tree, today: date, language: str, verdict: Verdict
    ) -> None:
        self._workspace = workspace
        self._tree = tree
        self._today = today
        self._language = language
        self._verdict = verdict
        loaded = load(tree, workspace.cache).known()
        self._index = link_tree(loaded, today)
        self._texts = Texts(tree, workspace.repository)
        self._files = {entry.path: entry for entry in tree.entries()}
        self._entries = {
            item.path: item.entry for items in self._index.ledger.entries.values() for item in items
        }

    def files(self) -> Iterator[tuple[str, bytes]]:
        """All but the pages."""
        yield from self._ledger()
        yield from self._signed_texts()
        yield from self._in_force()
        yield "allowed_signers", allowed_signers(self._index.organization).encode()
        for path in _POLICY:
            if path in self._files:
                yield f"policy/{path}", self._tree.read(self._files[path])
        report = VerifyReport(__version__, self._verdict, translator(self._language))
        for name, path in (("json", "verdict.json"), ("text", "verdict.txt")):
            yield path, verify_reporter(name)(report).encode()
        for name in _PLAIN:
            yield name, self._plain(name)

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """The documents in force, as PDF."""
        documents = sorted(self._releases())
        if documents:
            workspace = replace(self._workspace, tree=self._tree)
            choices = Choices(edition=EditionName.IN_FORCE)
            rendering = Rendering(workspace, self._today, self._language, choices=choices)
            for artifact in rendering.artifacts(documents, formats=("pdf",)):
                yield f"pdf/{artifact.path}", artifact.content

    def _ledger(self) -> Iterator[tuple[str, bytes]]:
        """Entries and signatures as ssh-keygen has to see them: with plain line ends."""
        unsigned = []
        seen = self._tree.since(self._files[path] for path in self._entries)
        days = []
        for path in sorted(self._entries):
            place = _place(path)
            yield place, self._plain_bytes(path)
            day = seen.get(path, self._today)
            days.append(f"{day:%Y%m%d} {place}\n")
            if f"{path}{SIGNATURE_SUFFIX}" in self._files:
                signature = f"{path}{SIGNATURE_SUFFIX}"
                yield _place(signature), self._plain_bytes(signature)
            else:
                unsigned.append(f"{place}\n")
        yield "first-seen.txt", "".join(days).encode()
        yield "unsigned.txt", "".join(unsigned).encode()

    def _plain_bytes(self, path: str) -> bytes:
        return self._tree.read(self._files[path]).replace(b"\r\n", b"\n")

    def _signed_texts(self) -> Iterator[tuple[str, bytes]]:
        lost = set()
        parts = {part for entry in self._entries.values() for part in _parts(entry)}
        for path, blob, digest in sorted(parts):
            found = self._texts.find(path, blob, digest)
            if isinstance(found, bytes):
                yield f"texts/{digest}", found
            else:
                lost.add(digest)
        yield "texts-not-kept.txt", "".join(f"{digest}\n" for digest in sorted(lost)).encode()

    def _in_force(self) -> Iterator[tuple[str, bytes]]:
        lines = []
        for document, release in sorted(self._releases().items()):
            entry = release.item.entry
            for path, blob, digest in _parts(entry):
                found = self._texts.find(path, blob, digest)
                if not isinstance(found, bytes):
                    raise GitError(
                        "the text of {document} {version}, which is in force, is not in this "
                        "repository; fetch its history",
                        document=document,
                        version=entry.version,
                    )
                where = path if path.startswith("documents/") else f"documents/{path}"
                yield where, found
                if path == entry.path:
                    lines.append(f"{digest}\t{_place(release.item.path)}\t{where}\n")
        yield "in-force.txt", "".join(lines).encode()

    def _releases(self) -> dict[str, Release]:
        """What is in force, by number."""
        index: Index = self._index
        return {
            document: control.in_force
            for document, control in index.control.items()
            if control.in_force is not None
        }

    def _plain(self, name: str) -> bytes:
        text = (data_dir("templates") / "audit" / name).read_text("utf-8")
        if name == "verify.sh":
            return text.encode()
        verdict = self._verdict
        values = {
            "organization": self._index.policy.organization,
            "day": verdict.day,
            "revision": verdict.revision or "—",
            "policy": verdict.policy or verdict.revision or "—",
        }
        return Template(text).safe_substitute(values).encode()


def _place(path: str) -> str:
    """Where a file of the ledger lies in the folder."""
    return f"ledger/{path.removeprefix(FOLDER)}"


def _parts(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Path, blob and SHA-256 of a text and of what it includes."""
    yield entry.path, entry.blob, entry.sha256
    for include in entry.includes:
        yield include.path, include.blob, include.sha256


def _sums(files: Mapping[str, bytes]) -> bytes:
    """As sha256sum writes them, in the order of the bytes of the paths."""
    ordered = sorted(files.items(), key=lambda item: item[0].encode())
    return "".join(
        f"{sha256(content).hexdigest()}  ./{path}\n" for path, content in ordered
    ).encode()
