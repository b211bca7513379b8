"""What a status reporter is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message


class Subject(Struct, frozen=True, gc=False):
    """What something is due of; ``title`` and ``owner`` are "" where there is no text at hand."""

    id: str
    title: str = ""
    owner: str = ""


class ReviewRow(Struct, frozen=True, gc=False):
    """A review by the day ``due``, which is ``days`` away (less than 0: overdue)."""

    subject: Subject
    version: str
    reviewed: str
    every: str
    due: date
    days: int


class SignatureRow(Struct, frozen=True, gc=False):
    """A role that lacks its signature; who may give it. No ``posts``: anybody else."""

    role: str
    posts: tuple[str, ...]
    people: tuple[str, ...]


class ChangeRow(Struct, frozen=True, gc=False):
    """A text at hand that is not what is in force, and ``lacking`` what keeps it from that.

    ``state`` is one of ``qmsdoc.index.control.State``, or ``coming`` for a release that takes effect
    on ``effective`` (YYYY-MM-DD). ``in_force`` is the version that holds today, "" for none.
    """

    subject: Subject
    version: str
    state: str
    in_force: str = ""
    effective: str = ""
    lacking: tuple[SignatureRow, ...] = ()


class CopyRow(Struct, frozen=True, gc=False):
    """A copy to take back, or, without a number, one to hand out."""

    subject: Subject
    version: str
    department: str
    number: str = ""
    issued: str = ""


class TrainingRow(Struct, frozen=True, gc=False):
    """Somebody of ``post`` of whom nothing says that they know the version in force."""

    subject: Subject
    version: str
    post: str
    person: str


class MeasurementRow(Struct, frozen=True, gc=False):
    """The next measurement, of a period that ends on ``due``; of what was never measured there is
    no period and no day."""

    subject: Subject
    period: str = ""
    last: str = ""
    due: date | None = None
    days: int | None = None
    trouble: Message | None = None


class Status(Struct, frozen=True):
    """Everything as of ``day``, with what is due within ``window`` days.

    ``revision`` is the commit that was looked at, "" for the work tree; ``ledger`` whether one is
    kept; ``owner`` the one department that is shown, "" for all. ``states`` counts documents.
    """

    day: date
    window: int
    organization: str
    repository: str
    revision: str = ""
    ledger: bool = True
    owner: str = ""
    states: dict[str, int] = {}
    reviews: tuple[ReviewRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    recalls: tuple[CopyRow, ...] = ()
    handouts: tuple[CopyRow, ...] = ()
    trainings: tuple[TrainingRow, ...] = ()
    measurements: tuple[MeasurementRow, ...] = ()

    @property
    def overdue(self) -> tuple[ReviewRow, ...]:
        return tuple(row for row in self.reviews if row.days < 0)

    @property
    def unmeasured(self) -> tuple[MeasurementRow, ...]:
        """Measurements of periods that are over, and objectives without any."""
        return tuple(row for row in self.measurements if row.days is None or row.days < 0)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing at all is to be done."""
        return not any(
            (
                self.reviews,
                self.changes,
                self.recalls,
                self.handouts,
                self.trainings,
                self.unmeasured,
            )
        )


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A status, and how it is to be said. ``version`` is that of qmsdoc, ``language`` zh or en."""

    version: str
    status: Status
    translate: Translate
    language: str = "en"
    colour: bool = False
    width: int = 80

    def say(self, message: Message) -> str:
        """A message in the language of the report."""
        return message.render(self.translate)


StatusReporter = Callable[[StatusReport], str]
