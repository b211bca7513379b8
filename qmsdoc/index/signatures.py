"""Whether an entry of the ledger was signed with a key of the person whom it names.

The checks are those of `ssh-keygen -Y verify`, made in this process: nothing is started, no file is
opened, and no principal is a pattern.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from qmsdoc.model.approval import NAMESPACE, Entry
from qmsdoc.model.organization import Person, SigningKey
from qmsdoc.model.unit import Digests
from qmsdoc.source.ssh_signature import SshSignature, wire_string, wire_strings
from qmsdoc.text.message import Message

_RSA_HASHES = {b"rsa-sha2-256": "SHA256", b"rsa-sha2-512": "SHA512"}
_CURVES = {
    b"nistp256": ("SECP256R1", "SHA256"),
    b"nistp384": ("SECP384R1", "SHA384"),
    b"nistp521": ("SECP521R1", "SHA512"),
}
_SMALLEST_RSA = 2048
# Of what a hardware key says about itself, the bit that somebody touched it.
_TOUCHED = 1


def signature_trouble(
    entry: Entry, digests: Digests, signature: SshSignature, person: Person, seen: date
) -> Message | None:
    """Why *signature* does not make the entry of those *digests* one of *person*; None if it does.

    *seen* is the day on which the entry is known to have been there.
    """
    if signature.trouble:
        return Message.of("the signature cannot be read: {problem}", problem=signature.trouble)
    if signature.namespace != NAMESPACE:
        return Message.of(
            "the signature was made for “{namespace}”, not for entries of this ledger",
            namespace=signature.namespace,
        )
    key = next((key for key in person.keys if wire_key(key.key) == signature.key), None)
    if key is None:
        text = "the signature is by {fingerprint}, which is no key of {person} in organization.yaml"
        return Message.of(text, fingerprint=fingerprint(signature.key), person=person.name)
    if entry.key and entry.key != fingerprint(signature.key):
        return Message.of("the entry was signed with another key: {key}", key=entry.key)
    if trouble := _out_of_time(key, entry.moment, seen):
        return trouble
    hashed = {"sha512": digests.plain_sha512, "sha256": digests.plain_sha256}.get(signature.hash)
    if hashed is None or not _holds(signature, bytes.fromhex(hashed)):
        return Message.of("the signature is not of this entry: one of them was changed afterwards")
    return None


def wire_key(line: str) -> bytes:
    """The key in a line as `ssh-keygen` prints public keys; b"" where there is none."""
    parts = line.split()
    try:
        return b64decode(parts[1], validate=True) if len(parts) > 1 else b""
    except (Base64Error, ValueError):
        return b""


def fingerprint(key: bytes) -> str:
    """The name of a key as `ssh-keygen -l` prints it."""
    return f"SHA256:{b64encode(sha256(key).digest()).decode('ascii').rstrip('=')}"


def needs_first_seen(people: Iterable[Person]) -> bool:
    """Whether it matters since when an entry has been there: a key or a post came to an end."""
    return any(
        person.former or any(key.until or key.revoked for key in person.keys) for person in people
    )


def _out_of_time(key: SigningKey, claimed: datetime, seen: date) -> Message | None:
    # Days are compared as text; what the signer says of the time can only count against him.
    day = claimed.date().isoformat()
    last = max(day, seen.isoformat())
    if key.since and day < key.since:
        return Message.of("the key was not good before {day}", day=key.since)
    if key.until and last > key.until:
        text = "the key was good to {day}, and the entry was not there by then"
        return Message.of(text, day=key.until)
    if key.revoked and last >= key.revoked:
        text = "the key was revoked on {day}, and the entry was not there before"
        return Message.of(text, day=key.revoked)
    return None


def _holds(signature: SshSignature, hashed: bytes) -> bool:
    """Whether the signature is by its key, over those bytes."""
    from cryptography.exceptions import InvalidSignature

    message = b"SSHSIG" + b"".join(
        wire_string(part)
        for part in (
            signature.namespace.encode(),
            signature.reserved,
            signature.hash.encode(),
            hashed,
        )
    )
    try:
        _verify(signature, message)
    except (InvalidSignature, ValueError, OverflowError):
        return False
    return True


def _verify(signature: SshSignature, message: bytes) -> None:
    """Raises InvalidSignature, or ValueError for a key or signature of no known shape."""
    name, *_ = key = _strings_of_key(signature.key)
    if name in (b"sk-ssh-ed25519@openssh.com", b"sk-ecdsa-sha2-nistp256@openssh.com"):
        _verify_hardware(name, key, signature.signature, message)
        return
    algorithm, raw = wire_strings(signature.signature)
    if name == b"ssh-ed25519" and algorithm == name:
        _verify_ed25519(key[1], raw, message)
    elif name == b"ssh-rsa" and algorithm in _RSA_HASHES:
        _verify_rsa(key[1], key[2], raw, message, _RSA_HASHES[algorithm])
    elif name.startswith(b"ecdsa-sha2-") and algorithm == name:
        _verify_ecdsa(key[1], key[2], raw, message)
    else:
        raise ValueError


def _strings_of_key(key: bytes) -> list[bytes]:
    parts = wire_strings(key)
    if len(parts) < 2:
        raise ValueError
    return parts


def _verify_hardware(name: bytes, key: list[bytes], signature: bytes, message: bytes) -> None:
    """A key on a token signs what it was asked to together with what it says of itself."""
    # Behind the two strings come one byte of flags and four of a counter, without a length.
    algorithm, raw = wire_strings(signature[:-5])
    flags, counter = signature[-5:-4], signature[-4:]
    if algorithm != name or not flags[0] & _TOUCHED:
        raise ValueError
    signed = sha256(key[-1]).digest() + flags + counter + sha256(message).digest()
    if name.startswith(b"sk-ssh-ed25519"):
        _verify_ed25519(key[1], raw, signed)
    else:
        _verify_ecdsa(key[1], key[2], raw, signed)


def _verify_ed25519(key: bytes, raw: bytes, message: bytes) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    Ed25519PublicKey.from_public_bytes(key).verify(raw, message)


def _verify_rsa(exponent: bytes, modulus: bytes, raw: bytes, message: bytes, digest: str) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    numbers = rsa.RSAPublicNumbers(int.from_bytes(exponent), int.from_bytes(modulus))
    if numbers.n.bit_length() < _SMALLEST_RSA:
        raise ValueError
    numbers.public_key().verify(raw, message, padding.PKCS1v15(), getattr(hashes, digest)())


def _verify_ecdsa(curve: bytes, point: bytes, raw: bytes, message: bytes) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    if curve not in _CURVES:
        raise ValueError
    curve_name, digest = _CURVES[curve]
    key = ec.EllipticCurvePublicKey.from_encoded_point(getattr(ec, curve_name)(), point)
    r, s = (_number(part) for part in wire_strings(raw))
    key.verify(encode_dss_signature(r, s), message, ec.ECDSA(getattr(hashes, digest)()))


def _number(part: bytes) -> int:
    """A positive number of the wire format; ValueError for a negative one."""
    if part and part[0] & 0x80:
        raise ValueError
    return int.from_bytes(part)
