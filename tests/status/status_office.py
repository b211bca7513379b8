"""A small office with an unsigned ledger: documents, and entries about them, as files."""

from __future__ import annotations

from hashlib import sha256

from qmsdoc.model.approval import FORMAT, Act, Entry, canonical, entry_path
from qmsdoc.source.tree import blob_id

POLICY = """\
organization: 示例中心
language: en
signatures: {procedure: [prepared, reviewed, approved]}
approvals: {unsigned: true, posts: {reviewed: [副主任], approved: [主任]}}
review: {every: 12 months}
"""
ORGANIZATION = """\
departments: [{name: 大厅}, {name: 办公室}]
posts:
  - {name: 主任, department: 办公室}
  - {name: 副主任, department: 办公室}
  - {name: 科员, department: 大厅}
people:
  - {name: 张三, posts: [主任]}
  - {name: 李四, posts: [科员]}
  - {name: 王五, posts: [科员]}
  - {name: 赵六, posts: [副主任]}
"""


class StatusOffice:
    """Files by path; every entry names the one before it of its document."""

    def __init__(self) -> None:
        self.files = {"qmsdoc.yaml": POLICY, "organization.yaml": ORGANIZATION}
        self._heads: dict[str, tuple[str, ...]] = {}

    def write(
        self,
        number: str,
        version: str = "A/1",
        owner: str = "大厅",
        more: str = "",
        title: str = "接待程序",
    ) -> None:
        self.files[f"documents/{number}.md"] = (
            f"---\nid: {number}\nkind: procedure\ntitle: {title}\nversion: {version}\n"
            f"owner: {owner}\n{more}---\n# {title}\n\n## 1 目的\n\n规范接待（{version}）。\n"
        )

    def enter(self, role: str, person: str, number: str, day: str, **fields: object) -> None:
        text = self.files[f"documents/{number}.md"].encode()
        version = text.decode().split("version: ")[1].split("\n")[0]
        given: dict[str, object] = {
            "format": FORMAT,
            "repository": "示例中心",
            "document": number,
            "path": f"documents/{number}.md",
            "version": version,
            "sha256": sha256(text).hexdigest(),
            "blob": blob_id(text),
            "role": Act(role),
            "person": person,
            "time": f"{day}T09:00:00+08:00",
            "previous": self._heads.get(number, ()),
            **fields,
        }
        entry = Entry(**given)  # type: ignore[arg-type]
        data = canonical(entry)
        again = 1
        while (path := entry_path(entry, again)) in self.files:
            again += 1
        self.files[path] = data.decode()
        self._heads[number] = (sha256(data).hexdigest(),)

    def release(self, number: str, day: str, **fields: object) -> None:
        self.enter("prepared", "李四", number, day)
        self.enter("reviewed", "赵六", number, day)
        self.enter("approved", "张三", number, day)
        self.enter("released", "张三", number, day, **fields)
