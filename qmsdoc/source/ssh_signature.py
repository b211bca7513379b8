"""A detached SSH signature as `ssh-keygen -Y sign` writes it (OpenSSH's PROTOCOL.sshsig)."""

from __future__ import annotations

import struct
from base64 import b64decode, b64encode
from binascii import Error as Base64Error

from msgspec import Struct

_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_END = "-----END SSH SIGNATURE-----"
_MAGIC = b"SSHSIG"
_VERSION = 1
# A signature by the largest RSA key in use is under 3 KiB.
_LARGEST = 16 * 1024
_WIDTH = 70


class SshSignature(Struct, frozen=True, array_like=True, tag="ssh-signature", gc=False):
    """``key`` is the public key and ``signature`` the signature, both in the SSH wire format.

    ``trouble`` says in English what is wrong with the file where it is none; the rest is empty then.
    """

    key: bytes = b""
    namespace: str = ""
    reserved: bytes = b""
    hash: str = ""
    signature: bytes = b""
    trouble: str = ""


def read_ssh_signature(text: str) -> SshSignature:
    """The signature in the armour *text*. Never raises."""
    lines = text.split("\n")
    if len(text) > _LARGEST or lines[0] != _BEGIN or lines[-2:] != [_END, ""]:
        return SshSignature(trouble="the file holds no SSH signature")
    try:
        blob = b64decode("".join(lines[1:-2]), validate=True)
        # One signature has one form: what is added to it, or left out, shows.
        if armour(blob) != text:
            return SshSignature(trouble="the SSH signature is damaged")
        return _read(blob)
    except (Base64Error, ValueError, struct.error, UnicodeDecodeError):
        return SshSignature(trouble="the SSH signature is damaged")


def armour(blob: bytes) -> str:
    """The file that `ssh-keygen` writes for the signature *blob*."""
    encoded = b64encode(blob).decode("ascii")
    lines = (encoded[at : at + _WIDTH] for at in range(0, len(encoded), _WIDTH))
    return "\n".join((_BEGIN, *lines, _END, ""))


def _read(blob: bytes) -> SshSignature:
    if blob[:6] != _MAGIC or struct.unpack(">I", blob[6:10])[0] != _VERSION:
        raise ValueError
    parts = tuple(wire_strings(blob[10:]))
    key, namespace, reserved, hash_name, signature = parts
    return SshSignature(
        key, namespace.decode("utf-8"), reserved, hash_name.decode("ascii"), signature
    )


def wire_strings(data: bytes) -> list[bytes]:
    """The strings of which *data* consists, each behind its length. ValueError for anything else."""
    found = []
    while data:
        if len(data) < 4:
            raise ValueError
        (size,) = struct.unpack(">I", data[:4])
        if size > len(data) - 4:
            raise ValueError
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    return found


def wire_string(data: bytes) -> bytes:
    """*data* behind its length."""
    return struct.pack(">I", len(data)) + data
