"""Templates of the organisation: they win, they say where they are wrong, and they end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from markupsafe import Markup
from rendering import document, render
from scratch import write_files

from qmsdoc.errors import TemplateError
from qmsdoc.render.environment import make_environment, render_template
from qmsdoc.render.html import render_pages
from qmsdoc.render.types import Page
from qmsdoc.render.worker import Limits

DATA = {
    "text": "文",
    "html": Markup("<b>x</b>"),
    "items_": ("a", "b"),
    "map": {"key": "value"},
    "number": 3,
}

ESCAPES = """\
{{ ''.__class__ }}
{{ text.__class__.__mro__ }}
{{ text['__class__'] }}
{{ text|attr('__class__') }}
{{ text|attr('__cl' ~ 'ass__') }}
{{ map.__init__.__globals__ }}
{{ map['__init__'] }}
{{ items_.__getattribute__('count') }}
{{ ().__class__.__base__.__subclasses__() }}
{{ [].__class__ }}
{{ {}.__class__ }}
{{ (1).__class__ }}
{{ html.__class__ }}
{{ html.__html__.__func__ }}
{{ self.__init__ }}
{{ self._TemplateReference__context }}
{{ self.__dict__ }}
{{ cycler.__init__.__globals__.os }}
{{ joiner.__init__.__globals__ }}
{{ namespace.__init__.__globals__ }}
{{ dict.__base__ }}
{{ dict.mro() }}
{{ range.__class__ }}
{{ _.__call__.__globals__ }}
{{ _.__class__ }}
{{ _._translate }}
{{ _.__init__.__globals__ }}
{{ '{0.__class__}'.format(text) }}
{{ '{x.__class__.__mro__}'.format(x=text) }}
{{ ('{0.__class__}'|safe).format(text) }}
{{ '{0.__class__}'.format_map({'0': text}) }}
{{ html.format.__globals__ }}
{{ items_|map(attribute='__class__')|join }}
{{ items_|groupby('__class__') }}
{{ items_|sort(attribute='__class__.__name__')|first|attr('__doc__') }}
{{ text.encode.__self__.__class__ }}
{% set f = text.upper %}{{ f.__self__ }}
{% macro m() %}{% endmacro %}{{ m.__globals__ }}
{% macro m() %}{% endmacro %}{{ m._func }}
{% macro m() %}{{ caller.__closure__ }}{% endmacro %}{% call m() %}{% endcall %}
{% for x in items_ %}{{ loop.__class__ }}{% endfor %}
{% for x in items_ %}{{ loop._iterator }}{% endfor %}
{{ (items_|map('upper')).gi_frame }}
{{ map.update({'a': 1}) }}
{{ map.pop('key') }}
{{ map.clear() }}
{% set l = [1] %}{{ l.append(2) }}
{% set l = [2, 1] %}{{ l.sort() }}
{{ lipsum() }}
{{ config }}
{{ request.application }}
{{ text|safe }}
{% autoescape false %}{{ text }}{% endautoescape %}
{% import 'os' as os %}
{% include '/etc/passwd' %}
{% include '../../pyproject.toml' %}
{% include 'html/../../pyproject.toml' %}
{% include 'builtin/../../../etc/passwd' %}
{% extends '.' %}
{% do map %}
{% debug %}
""".splitlines()

# What never ends, or wants gigabytes. Each is a template of its own.
BOMBS = {
    "endless loop": "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}",
    "endless output": "{% for a in range(99999) %}{% for b in range(99999) %}{{ b }}xxxxxxxxxx{% endfor %}{% endfor %}",
    "long string": "{{ 'a' * 2000000000 }}",
    "power": "{{ 7 ** (9 ** 7) }}",
    "many powers": "{{ 9 ** 9 ** 9 ** 9 }}",
    "wide field": "{{ '%02000000000d' % 1 }}",
    "wide filter": "{{ 'a'|center(4000000000) }}",
    "wide format": "{{ '{:>4000000000}'.format('x') }}",
    "doubling": "{% set n = namespace(s='aaaaaaaaaa') %}{% for i in range(40) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
    "self include": "{% include 'html/document.html.j2' %}",
    "endless macro": "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
    "deep nesting": "{{ " + "(" * 400 + "1" + ")" * 400 + " }}",
    "deep loops": "{% for x in 'a' %}" * 60 + "{% endfor %}" * 60,
    "slow regular filter": "{% for i in range(99999) %}{{ ('(' ~ '[' * 1)|urlize }}{% for b in range(99999) %}{% endfor %}{% endfor %}",
}

FAILURES = {
    "{{ document.tilte }}": 3,
    "{{ nothing }}": 3,
    "{{ 1 / 0 }}": 3,
    "{{ 'a' + 1 }}": 3,
    "{{ 'a'|round }}": 3,
    "{{ 1e400|int }}": 3,
    "{{ text.__class__ }}": 3,
    "{% include 'html/none.j2' %}": 3,
    "{{ document.title | nofilter }}": 3,
    "{% if %}": 3,
    "{{ 'open }}": 3,
    "{% for x in 1 %}{% endfor %}": 3,
}


def alone(source: str) -> str:
    return render_template(make_environment({"html/t.j2": source}, "en"), "html/t.j2", DATA)


def test_plain_data_is_shown() -> None:
    source = "{{ text }} {{ html }} {{ map.key }} {{ number * 2 }} {{ 2 ** 3 }} {{ 7 % 4 }}"
    assert alone(source) == "文 <b>x</b> value 6 8 3"


def test_everything_is_escaped() -> None:
    source = (
        "{{ '<i>' }}{{ ['<i>'] | join }}{{ '<i>' ~ html }}{% set x %}{{ '<' }}{% endset %}{{ x }}"
    )
    assert alone(source) == "&lt;i&gt;&lt;i&gt;&lt;i&gt;<b>x</b>&lt;"


def test_labels_take_values_without_format() -> None:
    assert alone("{{ _('<{n}>', n='{m}<') }}") == "&lt;{m}&lt;&gt;"
    assert alone("{{ _('{n.__class__}', n=1) }}") == "{n.__class__}"


def test_there_are_enough_escapes() -> None:
    assert len(set(ESCAPES)) == len(ESCAPES) >= 40


@pytest.mark.parametrize("source", ESCAPES)
def test_nothing_escapes(source: str) -> None:
    with pytest.raises(TemplateError, match=r"^(templates/)?html/t\.j2|^qmsdoc:"):
        alone(source)


@pytest.mark.parametrize(("source", "line"), FAILURES.items())
def test_a_failure_names_template_and_line(source: str, line: int) -> None:
    with pytest.raises(TemplateError) as caught:
        alone(f"<p>\n</p>\n{source}\n<p></p>")
    assert str(caught.value).startswith(f"templates/html/t.j2:{line}: ")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ map.kye }}", "there is no `kye` here; did you mean key?"),
        ("{{ map['kye'] }}", "there is no `kye` here; did you mean key?"),
        ("{{ txt }}", "there is no `txt` here; did you mean text?"),
        ("{{ nothing.at.all }}", "there is no `nothing` here"),
        ("{% if map.x1y2z3 %}{% endif %}", "there is no `x1y2z3` here"),
        ("{% for x in itmes_ %}{% endfor %}", "there is no `itmes_` here; did you mean items_?"),
        ("{{ map['\u202e'] }}", "there is no `\\u{202E}` here"),
        ("{{ text.nothing }}", "'str object' has no attribute 'nothing'"),
    ],
)
def test_what_is_missing_is_named_with_what_was_meant(source: str, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        alone(source)
    assert str(caught.value) == f"templates/html/t.j2:1: {said}"


def test_a_template_below_that_cannot_be_compiled_is_named() -> None:
    deep = "{% for x in 'a' %}" * 60 + "{% endfor %}" * 60
    own = {"html/t.j2": "{% include 'html/u.j2' %}", "html/u.j2": deep}
    with pytest.raises(TemplateError, match=r"^templates/html/u\.j2: too many"):
        render_template(make_environment(own, "en"), "html/t.j2", DATA)


def test_a_failure_below_names_the_innermost_place() -> None:
    own = {"html/t.j2": "\n{% include 'html/u.j2' %}", "html/u.j2": "\n\n{{ 1 / 0 }}"}
    with pytest.raises(TemplateError, match=r"^templates/html/u\.j2:3: division by zero$"):
        render_template(make_environment(own, "en"), "html/t.j2", DATA)


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_ended(name: str) -> None:
    own = {"html/document.html.j2": BOMBS[name]}
    page = Page("x.html", "html/document.html.j2", DATA)
    with pytest.raises(TemplateError) as caught:
        list(render_pages([page], own, "en", Limits(seconds=0.7, memory=512)))
    assert str(caught.value).startswith("templates/html/document.html.j2")


def test_nothing_is_computed_while_compiling() -> None:
    assert alone("{% if false %}{{ 'a' * 2000000000 }}{{ 7 ** (9 ** 7) }}{% endif %}x") == "x"


def test_a_page_that_is_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qmsdoc.render.environment.MAX_OUTPUT", 100)
    with pytest.raises(TemplateError, match="longer than 100 characters"):
        alone("{% for i in range(1000) %}{{ i }}{% endfor %}")


@pytest.fixture
def rendered(tmp_path: Path) -> Callable[..., str]:
    """The page of QP-07 with these templates of the organisation."""

    def make(**templates: str | bytes) -> str:
        own = {f"templates/html/{name}": text for name, text in templates.items()}
        root = write_files(
            tmp_path,
            {"qmsdoc.yaml": "organization: X\n", "documents/QP-07.md": document("文"), **own},
        )
        return render(root, "QP-07")["QP-07.html"]

    return make


def test_own_template_wins(rendered: Callable[..., str]) -> None:
    html = rendered(**{"document.html.j2": "<p>{{ document.number }} {{ organisation }}</p>"})
    assert html == "<p>QP-07 X</p>"


def test_own_template_extends_the_built_in_one(rendered: Callable[..., str]) -> None:
    own = (
        '{% extends "builtin/html/document.html.j2" %}'
        "{% block foot %}<p>内部<资料 {{ '<' }}</p>{% endblock %}"
    )
    html = rendered(**{"document.html.j2": own})
    assert "<p>内部<资料 &lt;</p>" in html
    assert '<article class="body">\n<p>文</p>' in html


def test_own_style_sheet_wins(rendered: Callable[..., str]) -> None:
    html = rendered(**{"style.css": "body { color: red; }"})
    assert "body { color: red; }" in html
    assert "--serif" not in html


def test_broken_template_names_its_file(rendered: Callable[..., str]) -> None:
    with pytest.raises(TemplateError, match=r"^templates/html/document\.html\.j2:2: .*tilte"):
        rendered(**{"document.html.j2": "\n{{ document.tilte }}"})


def test_template_that_is_not_text_is_named(rendered: Callable[..., str]) -> None:
    with pytest.raises(TemplateError, match=r"^templates/html/document\.html\.j2 .*GB18030"):
        rendered(**{"document.html.j2": "质量手册".encode("gb18030")})


def test_template_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.j2").write_text("outside", "utf-8")
    root = write_files(
        tmp_path / "ws", {"qmsdoc.yaml": "organization: X\n", "documents/QP-07.md": document()}
    )
    (root / "templates" / "html").mkdir(parents=True)
    own = root / "templates" / "html" / "document.html.j2"
    own.symlink_to(tmp_path / "outside.j2")
    with pytest.raises(TemplateError, match=r"^templates/html/document\.html\.j2 .*this is a link"):
        render(root, "QP-07")


def test_built_in_templates_compile() -> None:
    from qmsdoc.resources import data_dir

    environment = make_environment({}, "en")
    names = [path.name for path in sorted((data_dir("templates") / "html").glob("*.j2"))]
    assert "manual.html.j2" in names
    for name in names:
        assert environment.get_template(f"html/{name}").filename == f"qmsdoc:html/{name}"


# What templates may try, knowing how pages are made, and what they show then.
MEDDLING = {
    "{% set environment = 1 %}{% set shown = 2 %}{{ '<' }}{{ text }}": "&lt;文",
    "{% set _ = text %}{{ _ }}{{ '<i>' }}": "文&lt;i&gt;",
    "{% macro _(a) %}<u>{{ a }}</u>{% endmacro %}{{ _('<') }}": "<u>&lt;</u>",
    "{% macro m(a) %}{{ caller(a) }}{% endmacro %}{% call(x) m('<') %}{{ x }}{% endcall %}": "&lt;",
    "{% macro m(a='<') %}{{ a }}{% endmacro %}{% for i in range(2) %}{{ m() }}{{ m(a=i) }}"
    "{% endfor %}": "&lt;0&lt;1",
    "{% import 'html/parts.html.j2' as parts %}"
    "{{ parts.link({'number': '<', 'title': '', 'href': ''}) }}": "&lt;",
    "{{ [html, none, 1, '１²', '&#39;', 'a b', ''] | join('|') }}{{ none }}{{ '１²&' }}": (
        "<b>x</b>|None|1|１²|&amp;#39;|a b|None１²&amp;"
    ),
}


@pytest.mark.parametrize(("source", "page"), MEDDLING.items())
def test_a_template_that_meddles_is_escaped_like_others(source: str, page: str) -> None:
    assert alone(source) == page


@pytest.mark.parametrize(
    "source", ["{{ environment.shown('<') }}", "{{ self.environment }}", "{{ context }}"]
)
def test_no_template_reaches_its_environment(source: str) -> None:
    with pytest.raises(TemplateError, match=r"^templates/html/t\.j2"):
        alone(source)


def test_a_template_of_the_organisation_gives_the_built_in_one_no_other_labels() -> None:
    source = (
        "{% extends 'builtin/html/base.html.j2' %}{% set _ = 1 %}"
        "{% block page %}{{ _('Contents') }}{% endblock %}"
    )
    data = {**DATA, "language": "en", "organisation": "X", "revision": "", "layout": "gb"}
    environment = make_environment({"html/t.j2": source}, "en")
    with pytest.raises(TemplateError, match="html/t"):
        render_template(environment, "html/t.j2", data)


def test_pieces_of_a_template_of_the_organisation_are_counted_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qmsdoc.render.environment.MAX_OUTPUT", 100)
    seen: list[int] = []
    data = {"items_": _noted(seen)}
    environment = make_environment({"html/t.j2": "{% for x in items_ %}{{ x }}{% endfor %}"}, "en")
    with pytest.raises(TemplateError, match="longer than 100 characters"):
        render_template(environment, "html/t.j2", data)
    assert len(seen) == 3


def _noted(seen: list[int]) -> Iterator[str]:
    """Long texts; *seen* tells how many were asked for."""
    for number in range(60):
        seen.append(number)
        yield "文" * 40
