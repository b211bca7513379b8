"""A service charter as plain data."""

from __future__ import annotations

from typing import TypedDict


class PromiseView(TypedDict):
    """A step and its limit, as the procedure says them. ``section`` is the title above the step."""

    what: str
    limit: str
    section: str


class TargetView(TypedDict):
    """An objective: ``target`` and ``period`` are in words, ``indicator`` is how it is measured."""

    title: str
    target: str
    period: str
    indicator: str


class ContactView(TypedDict):
    """A way to reach the organisation."""

    name: str
    value: str


class ServiceView(TypedDict):
    """One service. ``purpose`` is the first paragraph under that heading, "" where there is none.

    ``duties`` are steps of the public alone. ``size`` is roomy, usual, dense or full: how much has
    to fit on the sheet. ``mark`` is "" for what may be hung up.
    """

    anchor: str
    number: str
    name: str
    title: str
    version: str
    owner: str
    mark: str
    purpose: str
    promises: tuple[PromiseView, ...]
    duties: tuple[PromiseView, ...]
    targets: tuple[TargetView, ...]
    size: str


class CharterView(TypedDict):
    """``complaint`` is the procedure for complaints, ``brief`` what each sheet says of it.

    ``whole`` is the charter of all services, with a cover; else it is the sheet of one.
    """

    whole: bool
    as_of: str
    revision: str
    services: tuple[ServiceView, ...]
    complaint: ServiceView | None
    brief: tuple[PromiseView, ...]
    contact: tuple[ContactView, ...]
