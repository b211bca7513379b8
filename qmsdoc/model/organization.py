"""Departments, posts and people of the organisation, and its glossary."""

from __future__ import annotations

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


class Person(Struct, frozen=True, array_like=True, gc=False):
    """Who holds which posts, and with which key they sign."""

    name: Text
    posts: tuple[Text, ...] = ()
    email: str = ""
    key: str = ""


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
                str(item.text("email") or ""),
                str(item.text("key") or ""),
            )
            for item in fields.items("people")
            if (name := item.text("name"))
        ),
    )


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
