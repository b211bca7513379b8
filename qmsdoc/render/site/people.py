"""The way in for front-line staff: by department, and by post what one has to know and to do."""

from __future__ import annotations

from hashlib import sha256
from typing import TypedDict

from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import DocumentFile
from qmsdoc.model.document import Step
from qmsdoc.model.organization import Organization
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.site.rows import document_row, links_to
from qmsdoc.render.site.types import DocumentRow
from qmsdoc.render.view import Library, LinkView


class PostLink(TypedDict):
    """A post with its page; ``steps`` counts what it does."""

    name: str
    href: str
    steps: int
    documents: int


class DepartmentView(TypedDict):
    """``owned`` are the documents that it is responsible for, ``given`` those handed out to it."""

    name: str
    anchor: str
    head: str
    posts: tuple[PostLink, ...]
    owned: tuple[DocumentRow, ...]
    given: tuple[LinkView, ...]


class StepView(TypedDict):
    """What a post does: ``with_posts`` are the others that take part."""

    number: int
    action: str
    with_posts: tuple[str, ...]
    limit: str
    records: tuple[LinkView, ...]


class DutyView(TypedDict):
    """The steps of a post in one document, section by section."""

    document: LinkView
    section: LinkView
    steps: tuple[StepView, ...]


class PostView(TypedDict):
    """``documents`` are those that are written for the post."""

    page: str
    name: str
    department: str
    documents: tuple[DocumentRow, ...]
    duties: tuple[DutyView, ...]
    forms: tuple[LinkView, ...]


def post_page(name: str) -> str:
    """With its full stop this is the page of no document."""
    return f"post.{sha256(name.encode('utf-8', 'backslashreplace')).hexdigest()[:10]}.html"


class People:
    """Posts and departments, read off the documents once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._files = sorted_documents(library)
        organization = library.index.organization or Organization()
        self._organization = organization
        self._names = {post.name.value: post.name.value for post in organization.posts}
        for post in organization.posts:
            self._names.update((alias.value, post.name.value) for alias in post.aliases)
        self._readers: dict[str, list[DocumentFile]] = {}
        self._duties: dict[str, list[DutyView]] = {}
        for file in self._files:
            for reader in file.document.audience:
                name = self._names.get(reader.value, reader.value)
                self._readers.setdefault(name, []).append(file)
            for table in file.document.steps:
                self._read(file, table)

    def posts(self) -> tuple[PostView, ...]:
        """Every post of the organisation."""
        return tuple(
            PostView(
                page=post_page(post.name.value),
                name=post.name.value,
                department=post.department.value if post.department else "",
                documents=tuple(
                    document_row(self._library, file)
                    for file in self._readers.get(post.name.value, ())
                ),
                duties=tuple(self._duties.get(post.name.value, ())),
                forms=self._forms(post.name.value),
            )
            for post in self._organization.posts
        )

    def departments(self) -> tuple[DepartmentView, ...]:
        """Every department; at the end, under "", what belongs to none that is known."""
        names = [department.name.value for department in self._organization.departments]
        heads = {
            department.name.value: department.head.value if department.head else ""
            for department in self._organization.departments
        }
        found = [self._department(name, heads[name], place) for place, name in enumerate(names, 1)]
        owners = {file.path: file.document.owner for file in self._files}
        others = [
            file
            for file in self._files
            if not (owner := owners[file.path]) or owner.value not in heads
        ]
        if others:
            rows = tuple(document_row(self._library, file) for file in others)
            found.append(
                DepartmentView(
                    name="", anchor="department-0", head="", posts=(), owned=rows, given=()
                )
            )
        return tuple(found)

    def _department(self, name: str, head: str, place: int) -> DepartmentView:
        owned = [f for f in self._files if f.document.owner and f.document.owner.value == name]
        given = [
            file
            for file in self._files
            if file not in owned and any(text.value == name for text in file.document.distribution)
        ]
        posts = [
            post.name.value
            for post in self._organization.posts
            if post.department and post.department.value == name
        ]
        return DepartmentView(
            name=name,
            anchor=f"department-{place}",
            head=head,
            posts=tuple(map(self._post_link, posts)),
            owned=tuple(document_row(self._library, file) for file in owned),
            given=links_to(self._library, given),
        )

    def _post_link(self, name: str) -> PostLink:
        return PostLink(
            name=name,
            href=post_page(name),
            steps=sum(len(duty["steps"]) for duty in self._duties.get(name, ())),
            documents=len(self._readers.get(name, ())),
        )

    def _read(self, file: DocumentFile, table: tuple[Step, ...]) -> None:
        line = table[0].action.span.line
        above = [item for item in file.document.headings if item.span.line < line]
        heading = above[-1] if above else None
        href = f"{self._library.names[file.path]}.html"
        steps: dict[str, list[StepView]] = {}
        for step in table:
            posts = [self._names.get(post.value, post.value) for post in step.posts]
            for post in dict.fromkeys(posts):
                if post in self._names:
                    others = tuple(other for other in posts if other != post)
                    steps.setdefault(post, []).append(self._step(file, step, others))
        for post, found in steps.items():
            self._duties.setdefault(post, []).append(
                DutyView(
                    document=LinkView(number=file.id, title=file.title, href=href),
                    section=LinkView(
                        number=heading.number if heading else "",
                        title=heading.title if heading else "",
                        href=f"{href}#{heading.anchor}" if heading else href,
                    ),
                    steps=tuple(found),
                )
            )

    def _step(self, file: DocumentFile, step: Step, others: tuple[str, ...]) -> StepView:
        return StepView(
            number=step.number,
            action=step.action.value,
            with_posts=others,
            limit=step.limit.value if step.limit else "",
            records=self._records(file, step),
        )

    def _records(self, file: DocumentFile, step: Step) -> tuple[LinkView, ...]:
        """The records of a step; those that are forms with their pages."""
        found = []
        for place, text in enumerate(step.records):
            # Where the cell has links, each record is the label of one.
            link = step.links[place] if place < len(step.links) else None
            target = resolve_link(file.path, link.target) if link else None
            form = self._library.index.documents.get(target.path) if target else None
            form = form or self._library.index.document(text.value)
            href = f"{self._library.names[form.path]}.html" if form else ""
            number, title = (form.id, form.title) if form else ("", text.value)
            found.append(LinkView(number=number, title=title, href=href))
        return tuple(found)

    def _forms(self, name: str) -> tuple[LinkView, ...]:
        unique = {
            record["href"]: record
            for duty in self._duties.get(name, ())
            for step in duty["steps"]
            for record in step["records"]
            if record["href"]
        }
        return tuple(unique.values())
