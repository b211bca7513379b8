"""What Jinja makes of a template, told what we know of pages: fewer and cheaper steps each.

Escaping and the sandbox stay as they are; only what comes out the same is left out.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from qmsdoc.text.language import Translate

# How built-in templates are called in messages.
OURS = "qmsdoc:"


# What ``escape`` replaces.
_TO_ESCAPE = re.compile("[&<>\"']")


class Labels:
    """``_("Page {n}", n=3)``: the label in the language of the page.

    Values are put in by plain replacement: ``str.format`` would give a template a way to reach
    the attributes of what it is given.
    """

    def __init__(self, translate: Translate) -> None:
        self._translate = translate
        self._said: dict[str, str] = {}

    def _say(self, text: str) -> str:
        said = self._said[text] = self._translate(str(text))
        return said

    def __call__(self, text: str, /, **values: object) -> str:
        said = self._said.get(text) or self._say(text)
        for name, value in values.items():
            said = said.replace(f"{{{name}}}", str(value))
        return said


class LabelsPutIn(NodeTransformer):
    """Replaces labels without values by what they say, so that they are part of the text around."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # as Jinja names it
        """Called by name, with each call in the template."""
        self.generic_visit(node)
        named = isinstance(node.node, nodes.Name) and node.node.name == "_"
        if named and len(node.args) == 1 and not (node.kwargs or node.dyn_args or node.dyn_kwargs):
            text = node.args[0]
            if isinstance(text, nodes.Const) and isinstance(text.value, str):
                return nodes.Const(self._labels(text.value), lineno=node.lineno)
        return node


def shown(value: object) -> str:
    """What a page shows of *value*, escaped like ``escape`` does, for joining with other pieces."""
    kind = type(value)
    if kind is Markup or (kind is str and not _TO_ESCAPE.search(value)):  # type: ignore[call-overload]
        return value  # type: ignore[return-value]
    return str(value) if kind is int else escape(value)


class PageCode(CodeGenerator):
    """Escapes with ``shown`` of the environment, and looks into plain mappings right away.

    In built-in templates, what stands side by side is given out in one piece.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """As ``getattr`` of the environment does, without the call where it is a key."""
        found = self.temporary_identifier()
        self.write(f"({found}[{node.attr!r}] if type({found} := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {node.attr!r} in {found}")
        self.write(f" else environment.getattr({found}, {node.attr!r}))")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Text and values, up to the next statement."""
        single = len(node.nodes) < 3 or frame.buffer is not None or frame.require_output_check
        if single or not (self.filename or "").startswith(OURS):
            super().visit_Output(node, frame)
            return
        joined = frame.copy()
        joined.buffer = self.temporary_identifier()
        self.writeline(f"{joined.buffer} = []")
        super().visit_Output(node, joined)
        self.writeline(f"yield concat({joined.buffer})")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")
