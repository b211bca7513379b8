"""The service charter (服务承诺书): which procedures are promised to the public, and whom to call."""

from __future__ import annotations

from msgspec import Struct

from qmsdoc.model.text import Fields, Text


class CharterService(Struct, frozen=True, array_like=True, gc=False):
    """A procedure of the charter. ``name`` is what the public is told, "" for the title.

    ``sections`` are those whose steps are promised, () for all; ``promises`` are the beginnings of
    the steps that are, () for all that have a limit.
    """

    procedure: Text
    name: str = ""
    sections: tuple[Text, ...] = ()
    promises: tuple[Text, ...] = ()


class Contact(Struct, frozen=True, array_like=True, gc=False):
    """A way to reach the organisation: 监督电话, and the number."""

    name: str
    value: str


class Charter(Struct, frozen=True, array_like=True, gc=False):
    """``services`` is () where the claims of procedures decide, ``complaint`` None where nothing
    is said of complaints. ``public`` are the names that step tables have for the public."""

    services: tuple[CharterService, ...] = ()
    complaint: CharterService | None = None
    contact: tuple[Contact, ...] = ()
    public: tuple[Text, ...] = ()


def read_charter(fields: Fields | None) -> Charter:
    """Whatever stands under ``charter`` in qmsdoc.yaml."""
    if fields is None:
        return Charter()
    short = [CharterService(text) for text in fields.texts("services")]
    long = [service for item in fields.items("services") if (service := _service(item))]
    complaint = fields.mapping("complaint")
    return Charter(
        services=tuple(sorted((*short, *long), key=lambda service: service.procedure.span)),
        complaint=_service(complaint) if complaint else None,
        contact=tuple(
            Contact(name.value, value.value)
            for item in fields.items("contact")
            if (name := item.text("name")) and (value := item.text("value"))
        ),
        public=fields.texts("public"),
    )


def _service(fields: Fields) -> CharterService | None:
    procedure, name = fields.text("procedure"), fields.text("name")
    if procedure is None:
        return None
    return CharterService(
        procedure, name.value if name else "", fields.texts("sections"), fields.texts("promises")
    )
