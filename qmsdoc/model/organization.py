"""Departments, posts and people of the organisation, and its glossary."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from qmsdoc.model.text import Fields, Text
from qmsdoc.source.file import SourceFile
from qmsdoc.source.yaml import YamlDocument


class Department(Struct, frozen=True, array_like=True, gc=False):
    """``head`` is the post that leads it."""

    name: Text
    head: Text | None = None


class Post(Struct, frozen=True, array_like=True, gc=False):
    """A post (岗位), which step tables name as responsible."""

    name: Text
    department: Text | None = None
    aliases: tuple[Text, ...] = ()


class SigningKey(Struct, frozen=True, array_like=True, gc=False):
    """A public key as `ssh-keygen` prints it, and the days on which it is good (YYYY-MM-DD).

    Signatures that are not known to be older than ``revoked`` no longer count; "" where a day is
    not set.
    """

    key: str
    since: str = ""
    until: str = ""
    revoked: str = ""


class FormerPost(Struct, frozen=True, array_like=True, gc=False):
    """A post that somebody held to the end of the day ``until`` (YYYY-MM-DD)."""

    post: Text
    until: str


class Person(Struct, frozen=True, array_like=True, gc=False):
    """Who holds and held which posts, and with which keys they sign."""

    name: Text
    posts: tuple[Text, ...] = ()
    email: str = ""
    keys: tuple[SigningKey, ...] = ()
    former: tuple[FormerPost, ...] = ()

    def posts_on(self, day: str) -> tuple[str, ...]:
        """The posts held on *day* (YYYY-MM-DD), as far as is written down."""
        held = (former.post.value for former in self.former if day <= former.until)
        return (*(post.value for post in self.posts), *held)


class Organization(Struct, frozen=True, array_like=True, tag="organization", gc=False):
    """``outsiders`` take part in steps without holding a post."""

    departments: tuple[Department, ...] = ()
    posts: tuple[Post, ...] = ()
    outsiders: tuple[Text, ...] = ()
    people: tuple[Person, ...] = ()

    @property
    def department_names(self) -> frozenset[str]:
        return frozenset(department.name.value for department in self.departments)

    @property
    def responsible_names(self) -> frozenset[str]:
        """Every name that may stand in the post column of a step table."""
        names = {post.name.value for post in self.posts}
        names.update(alias.value for post in self.posts for alias in post.aliases)
        names.update(outsider.value for outsider in self.outsiders)
        return frozenset(names | self.department_names)


class Term(Struct, frozen=True, array_like=True, gc=False):
    """A preferred term and the words that it replaces."""

    term: Text
    english: str = ""
    definition: str = ""
    replaces: tuple[Text, ...] = ()


class Glossary(Struct, frozen=True, array_like=True, tag="glossary", gc=False):
    """Preferred terms and abbreviations (short, long)."""

    terms: tuple[Term, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()


def read_organization(file: SourceFile) -> Organization:
    """Whatever of organization.yaml can be read."""
    fields = _fields(file)
    return Organization(
        departments=tuple(
            Department(name, item.text("head"))
            for item in fields.items("departments")
            if (name := item.text("name"))
        ),
        posts=tuple(
            Post(name, item.text("department"), item.texts("aliases"))
            for item in fields.items("posts")
            if (name := item.text("name"))
        ),
        outsiders=fields.texts("outsiders"),
        people=tuple(
            Person(
                name,
                item.texts("posts"),
                _value(item, "email"),
                tuple(_keys(item)),
                tuple(
                    FormerPost(post, _value(entry, "until"))
                    for entry in item.items("former")
                    if (post := entry.text("post"))
                ),
            )
            for item in fields.items("people")
            if (name := item.text("name"))
        ),
    )


def _keys(person: Fields) -> Iterator[SigningKey]:
    if single := _value(person, "key"):
        yield SigningKey(single)
    for item in person.items("keys"):
        if key := _value(item, "key"):
            days = (_value(item, name) for name in ("since", "until", "revoked"))
            yield SigningKey(key, *days)


def _value(fields: Fields, key: str) -> str:
    text = fields.text(key)
    return text.value if text else ""


def read_glossary(file: SourceFile) -> Glossary:
    """Whatever of glossary.yaml can be read."""
    fields = _fields(file)
    return Glossary(
        terms=tuple(
            Term(
                term,
                str(item.text("english") or ""),
                str(item.text("definition") or ""),
                item.texts("replaces"),
            )
            for item in fields.items("terms")
            if (term := item.text("term"))
        ),
        abbreviations=tuple(
            (short.value, long.value)
            for item in fields.items("abbreviations")
            if (short := item.text("short")) and (long := item.text("long"))
        ),
    )


def _fields(file: SourceFile) -> Fields:
    usable = file.yaml and isinstance(file.yaml.data, dict)
    return Fields(file.yaml if file.yaml and usable else YamlDocument({}, {}, {}))
