"""What is said of a signature in this process is what `ssh-keygen -Y verify` says of it."""

from __future__ import annotations

import subprocess
from base64 import b64decode
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signing import AUTHOR, Book, make_key, public, sign

from qmsdoc.index.signatures import fingerprint, signature_trouble, wire_key
from qmsdoc.model.approval import NAMESPACE, Act, Entry, canonical
from qmsdoc.model.organization import Person, SigningKey
from qmsdoc.model.text import Text
from qmsdoc.model.unit import Digests
from qmsdoc.source.ssh_signature import armour, read_ssh_signature

KINDS = {
    "ed25519": ("ed25519",),
    "rsa": ("rsa", "-b", "2048"),
    "ecdsa-256": ("ecdsa", "-b", "256"),
    "ecdsa-521": ("ecdsa", "-b", "521"),
}


@pytest.fixture(scope="session")
def key_of(key_folder: Path) -> Mapping[str, Path]:
    return {name: make_key(key_folder, name, *options) for name, options in KINDS.items()}


@pytest.fixture(scope="session")
def entry(keys: Mapping[str, Path]) -> Entry:
    return Book.fresh(keys).entry(Act.PREPARED, AUTHOR)


@pytest.fixture(scope="session")
def signed(key_of: Mapping[str, Path], entry: Entry) -> Mapping[str, str]:
    """One signature of each kind: those of ECDSA are never the same twice."""
    return {kind: sign(key, canonical(entry)).decode() for kind, key in key_of.items()}


def accepted(entry: Entry, content: bytes, signature: str, key: Path) -> bool:
    """The verdict in this process."""
    person = Person(Text(entry.person), keys=(SigningKey(public(key)),))
    found = signature_trouble(
        entry, Digests.of(content), read_ssh_signature(signature), person, date(2026, 6, 1)
    )
    return found is None


def accepted_by_openssh(folder: Path, content: bytes, signature: str, key: Path) -> bool:
    (folder / "signers").write_text(f'a namespaces="{NAMESPACE}" {public(key)}\n', "utf-8")
    (folder / "signature").write_text(signature, "utf-8")
    command = ["ssh-keygen", "-Y", "verify", "-f", "signers", "-I", "a", "-n", NAMESPACE]
    done = subprocess.run(
        [*command, "-s", "signature"], cwd=folder, input=content, capture_output=True, check=False
    )
    return done.returncode == 0


@pytest.mark.parametrize("kind", KINDS)
def test_genuine(kind: str, key_of: Mapping[str, Path], entry: Entry, tmp_path: Path) -> None:
    content, key = canonical(entry), key_of[kind]
    signature = sign(key, content).decode()
    assert accepted(entry, content, signature, key)
    assert accepted_by_openssh(tmp_path, content, signature, key)
    assert (
        fingerprint(wire_key(public(key)))
        in subprocess.run(
            ["ssh-keygen", "-l", "-f", f"{key}.pub"], capture_output=True, check=True
        ).stdout.decode()
    )


def test_one_signature_has_one_form(key_of: Mapping[str, Path], entry: Entry) -> None:
    content, key = canonical(entry), key_of["rsa"]
    signature = sign(key, content).decode()
    variants = (
        f"{signature}\n",
        signature.rstrip("\n"),
        f" {signature}",
        signature.replace("\n", "\n\n", 1),
        signature.replace("\n", " \n", 3),
        "".join(signature.split("\n")),
    )
    assert read_ssh_signature(signature).trouble == ""
    assert [text for text in variants if not read_ssh_signature(text).trouble] == []


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_mutated(
    kind: str,
    data: st.DataObject,
    key_of: Mapping[str, Path],
    signed: Mapping[str, str],
    entry: Entry,
    tmp_path: Path,
) -> None:
    """One byte of the signature or of the entry is another one, or is lost."""
    content, key = canonical(entry), key_of[kind]
    text = signed[kind]
    blob = bytearray(b64decode("".join(text.split("\n")[1:-2])))
    target = data.draw(st.sampled_from(("signature", "entry")))
    victim = blob if target == "signature" else bytearray(content)
    place = data.draw(st.integers(0, len(victim) - 1))
    if data.draw(st.booleans()):
        victim[place] ^= data.draw(st.integers(1, 255))
    else:
        del victim[place]
    # Line ends are those of a checkout, not of the entry.
    changed = bytes(content) if target == "signature" else bytes(victim)
    if b"\r\n" in changed:
        return
    text = armour(bytes(blob))
    verdict = accepted(entry, changed, text, key)
    assert verdict == accepted_by_openssh(tmp_path, changed, text, key)
    assert not verdict


def test_a_key_of_another_kind(key_of: Mapping[str, Path], entry: Entry) -> None:
    content = canonical(entry)
    signature = sign(key_of["rsa"], content).decode()
    assert not accepted(entry, content, signature, key_of["ed25519"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "-----BEGIN SSH SIGNATURE-----\n",
        armour(b""),
        armour(b"SSHSIG\0\0\0\1" + b"\xff" * 8),
    ],
)
def test_rubbish_is_no_signature(text: str) -> None:
    assert read_ssh_signature(text).trouble


def test_short_rsa_keys_do_not_count(key_folder: Path, entry: Entry) -> None:
    key = make_key(key_folder, "short", "rsa", "-b", "1024")
    content = canonical(entry)
    assert not accepted(entry, content, sign(key, content).decode(), key)
