"""Make the approvals ledger of the example anew: `python docs/sign_example.py`.

Run it after any change to a document of examples/beijing-pes or to its history. The same files give
the same ledger, because the keys of the (fictional) people are derived from their addresses: anyone
can sign with them, so that these signatures show how it works and prove nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from qmsdoc.index.signatures import fingerprint, wire_key
from qmsdoc.model.approval import FORMAT, NAMESPACE, Act, Entry, canonical, entry_path
from qmsdoc.pipeline.example import Files, Told, example_files, states, told_history
from qmsdoc.source.tree import blob_id

ROOT = Path(__file__).parent.parent / "examples" / "beijing-pes"
NAME = "beijing-pes"
CHIEF, REPRESENTATIVE, OFFICE, CONTROLLER = "周明远", "林静宜", "郑国栋", "苏晓雯"
# Who leads a department.
DEPARTMENTS = {
    "中心领导": CHIEF,
    "综合办公室": OFFICE,
    "服务大厅": "冯桂兰",
    "职业介绍科": "高振海",
    "职业指导科": "沈若兰",
    "就业援助科": "魏长河",
    "信息统计科": "蒋一帆",
}
POSTS = {CHIEF: "中心主任", REPRESENTATIVE: "管理者代表", OFFICE: "综合办公室主任"}


@dataclass
class Ledger:
    """The entries made so far; ``heads`` are the digests that the next entry of a document names."""

    keys: Path
    files: dict[str, bytes] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def add(self, text: Text, act: Act, person: str, time: datetime, **more: object) -> None:
        """Write one entry and sign it."""
        before = self.heads.get(text.number)
        entry = Entry(
            format=FORMAT,
            repository="SFQPES",
            document=text.number,
            path=text.path,
            version=text.version,
            sha256=sha256(text.data).hexdigest(),
            blob=blob_id(text.data),
            role=act,
            person=person,
            time=time.isoformat(),
            previous=(before,) if before else (),
            key=fingerprint(wire_key(public_line(person))),
            **more,  # type: ignore[arg-type]
        )
        content = canonical(entry)
        path = entry_path(entry)
        assert path not in self.files, path
        self.files[path] = content
        self.files[f"{path}.sig"] = self._signature(content, person)
        self.heads[text.number] = sha256(content).hexdigest()

    def _signature(self, content: bytes, person: str) -> bytes:
        key = self.keys / person
        if not key.exists():
            key.write_bytes(
                private_key(person).private_bytes(
                    Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
                )
            )
            key.chmod(0o600)
        command = ["ssh-keygen", "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key)]
        return subprocess.run(command, input=content, capture_output=True, check=True).stdout


@dataclass(frozen=True)
class Text:
    """A document as a commit left it."""

    path: str
    data: bytes

    @property
    def front(self) -> dict[str, object]:
        return yaml.safe_load(self.data.decode().split("---\n")[1])  # type: ignore[no-any-return]

    @property
    def number(self) -> str:
        return str(self.front["id"])

    @property
    def version(self) -> str:
        return str(self.front["version"])


def private_key(person: str) -> Ed25519PrivateKey:
    """The key of a person of the example: known to everybody."""
    seed = sha256(f"qmsdoc example {NAME} {person}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_line(person: str) -> str:
    """The key as organization.yaml has it."""
    raw = private_key(person).public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return raw.decode()


def signers(text: Text, author: str) -> Iterator[tuple[Act, str]]:
    """Who signs a document as what, as QP-01 has it; *author* changed it last."""
    head = DEPARTMENTS[str(text.front["owner"])]
    kind = text.front["kind"]
    other = "冯桂兰" if head != "冯桂兰" else "高振海"
    if kind == "manual":
        yield from _as(Act.PREPARED, author, Act.REVIEWED, REPRESENTATIVE)
        yield from _as(Act.COUNTERSIGNED, other, Act.APPROVED, CHIEF)
    elif kind == "procedure":
        yield from _as(Act.PREPARED, author, Act.REVIEWED, OFFICE)
        yield from _as(Act.COUNTERSIGNED, other, Act.APPROVED, REPRESENTATIVE)
    else:
        yield Act.PREPARED, author
        if kind == "instruction":
            yield Act.REVIEWED, REPRESENTATIVE if head == OFFICE else OFFICE
        yield Act.APPROVED, head


def _as(*pairs: object) -> Iterator[tuple[Act, str]]:
    yield from zip(pairs[::2], pairs[1::2], strict=True)


def posts() -> dict[str, tuple[str, ...]]:
    """The posts of each person."""
    people = yaml.safe_load((ROOT / "organization.yaml").read_text("utf-8"))["people"]
    return {person["name"]: tuple(person["posts"]) for person in people}


def issue(ledger: Ledger, text: Text, commit: Told, held: Mapping[str, tuple[str, ...]]) -> None:
    """Sign and release a text as *commit* brought it."""
    moment, summary = datetime.fromisoformat(commit.date), commit.message.partition("\n")[0]
    signing = list(signers(text, commit.author))
    for place, (act, person) in enumerate(signing):
        left = len(signing) - place - 1
        time = workdays_before(moment, left) - timedelta(minutes=95 - 7 * place)
        post = POSTS.get(person, held[person][0])
        ledger.add(text, act, person, time, post=post, summary=summary if place == 0 else "")
    effective = (moment + timedelta(days=1)).date().isoformat()
    time = moment - timedelta(minutes=20)
    ledger.add(text, Act.RELEASED, CONTROLLER, time, post="文控员", effective=effective)


def train(ledger: Ledger, text: Text, time: datetime, held: Mapping[str, tuple[str, ...]]) -> None:
    """Record who was trained in an instruction that names the posts which must know it."""
    audience = text.front.get("audience")
    if isinstance(audience, list):
        people = tuple(name for name, own in held.items() if set(own) & set(audience))
        ledger.add(text, Act.TRAINED, CONTROLLER, time, post="培训管理员", people=people)


def workdays_before(moment: datetime, days: int) -> datetime:
    """The same time of day so many working days earlier."""
    while days:
        moment -= timedelta(days=1)
        days -= moment.weekday() < 5
    return moment


def documents(files: Files) -> dict[str, Text]:
    """The documents of a state, by number."""
    texts = (Text(path, data) for path, data in files.items() if path.startswith("documents/"))
    return {text.number: text for text in texts}


def make(keys: Path) -> dict[str, bytes]:
    """Every file of the ledger, by path."""
    told = told_history(NAME)
    files = {path: data for path, data in example_files(NAME).items() if "approvals/" not in path}
    ledger, held = Ledger(keys), posts()
    last = datetime.fromisoformat(told[-1].date)
    signed: dict[tuple[str, str], Text] = {}
    for commit, state in zip(told, states(files, told), strict=True):
        for number, text in documents(state).items():
            if (number, text.version) in signed:
                same = signed[number, text.version].data == text.data
                assert same, f"{number} was changed without a new version: {commit.message}"
                continue
            issue(ledger, text, commit, held)
            trained = datetime.fromisoformat(commit.date) + timedelta(days=6)
            train(ledger, text, min(trained, last - timedelta(minutes=5)), held)
            signed[number, text.version] = text
    return ledger.files


def main() -> None:
    """Replace the ledger in the checkout."""
    with tempfile.TemporaryDirectory() as keys:
        made = make(Path(keys))
    shutil.rmtree(ROOT / "approvals", ignore_errors=True)
    for path, data in made.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    print(f"{len(made) // 2} entries")


if __name__ == "__main__":
    main()
