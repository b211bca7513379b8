"""The site in a real Chromium, opened from a folder and from a server."""

from __future__ import annotations

import functools
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from browser import PHONE, WIDE, chromium, complaints, requests, scheme, size
from sites import EXAMPLE, VECTORS, need_browser

from qmsdoc.model.edition import EditionName
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Choices, Rendering
from qmsdoc.pipeline.site_build import build_site
from qmsdoc.workspace.publish import publish

PAGES = (
    *("index", "documents", "departments", "forms", "objectives", "standards", "due", "register"),
    *("glossary", "standard.gbt-19001-2016", "QM-01", "QP-07", "WI-01", "QR-07-01"),
)


def build(source: Path, out: Path, language: str) -> Path:
    with open_workspace(source, use_cache=False) as workspace:
        choices = Choices(edition=EditionName.WORKING)
        rendering = Rendering(workspace, date(2026, 11, 23), language, 1, choices)
        publish(out, "site", "", build_site(rendering, workspace.cache))
    return out


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need_browser()
    return build(EXAMPLE, tmp_path_factory.mktemp("browser") / "site", "zh")


@pytest.fixture(scope="module")
def driver(site: Path) -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def at(driver: Any, site: Path) -> Callable[..., Any]:
    """Open a page of the site, by day on a wide screen unless said otherwise."""

    def go(name: str, width: tuple[int, int] = WIDE, colours: str = "light") -> Any:
        size(driver, *width)
        scheme(driver, colours)
        driver.get(f"{site.as_uri()}/{name}.html")
        return driver

    return go


def wait(condition: Callable[[], Any]) -> Any:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come about")


def type_in(driver: Any, text: str) -> None:
    from selenium.webdriver.common.keys import Keys

    field = driver.find_element("css selector", ".finder input")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(text)


def results(driver: Any) -> list[str]:
    script = "return [...document.querySelectorAll('.found [role=option] .code')].map(e => e.textContent)"
    return list(driver.execute_script(script))


def result_texts(driver: Any) -> str:
    return str(driver.execute_script("return document.querySelector('.found').textContent"))


def current(driver: Any) -> str:
    return unquote(driver.current_url).rpartition("/")[2]


def follow(driver: Any, by: str, link: str, page: str) -> None:
    """Click on a link, once it is there, and be on *page*."""
    wait(lambda: driver.find_elements(by, link))[0].click()
    wait(lambda: current(driver) == page)
    wait(lambda: driver.execute_script("return document.readyState") == "complete")


def test_no_page_complains_or_asks_the_network(at: Callable[..., Any], site: Path) -> None:
    for name in PAGES:
        driver = at(name)
        assert complaints(driver) == [], name
        asked = requests(driver)
        assert asked, "the log of the network is empty"
        assert all(url.startswith((site.as_uri(), "data:")) for url in asked), name


def test_navigation(at: Callable[..., Any]) -> None:
    driver = at("index")
    follow(driver, "css selector", ".tabs a[href='documents.html']", "documents.html")
    follow(driver, "link text", "前台接待服务程序", "QP-07.html")
    follow(driver, "css selector", ".toc a[href='#41-来访接待']", "QP-07.html#41-来访接待")
    # The driver's own scrolling knows nothing of room for the bar, and would leave the link below it.
    driver.execute_script("scrollTo(0, 0)")
    follow(driver, "css selector", ".crumbs a", "index.html")


def test_search_ranks_number_title_heading_text(at: Callable[..., Any]) -> None:
    driver = at("index")
    type_in(driver, "qp07")
    assert wait(lambda: results(driver))[0] == "QP-07"
    type_in(driver, "首问接待")
    assert wait(lambda: [r for r in results(driver) if r == "WI-01"])
    assert results(driver)[0] == "WI-01"
    type_in(driver, "一次性告知")
    wait(lambda: results(driver)[:1] == ["QP-07"])
    # Words that stand in the text alone, and in a step.
    type_in(driver, "排队等候达到15分钟")
    wait(lambda: results(driver)[:1] == ["QP-07"])
    wait(lambda: "增开窗口" in result_texts(driver))
    marks = "return [...document.querySelectorAll('.found mark')].map(e => e.textContent)"
    assert "排队等候达到15分钟" in driver.execute_script(marks)
    type_in(driver, "ＱＲ－０７")
    wait(lambda: results(driver)[:1] == ["QR-07-01"])
    type_in(driver, "这些字哪里都没有呀")
    wait(lambda: "没有找到" in result_texts(driver))
    assert complaints(driver) == []


def test_search_with_the_keyboard_alone(at: Callable[..., Any]) -> None:
    from selenium.webdriver.common.keys import Keys

    driver = at("QM-01")
    driver.find_element("tag name", "body").send_keys("/")
    field = driver.switch_to.active_element
    assert field.get_attribute("role") == "combobox"
    field.send_keys("接待")
    wait(lambda: len(results(driver)) > 2)
    field.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    active = field.get_attribute("aria-activedescendant")
    option = driver.execute_script("return document.getElementById(arguments[0])", active)
    assert option.get_attribute("aria-selected") == "true"
    field.send_keys(Keys.ARROW_UP, Keys.ARROW_UP)
    last = field.get_attribute("aria-activedescendant")
    assert last == f"page.result.{len(results(driver)) - 1}"
    field.send_keys(Keys.ESCAPE)
    assert field.get_attribute("aria-expanded") == "false"
    field.send_keys(Keys.ARROW_DOWN)
    field.send_keys(" ")
    wait(lambda: field.get_attribute("aria-expanded") == "true")
    first = results(driver)[0]
    field.send_keys(Keys.ENTER)
    wait(lambda: current(driver).startswith(f"{first}.html"))


def test_an_injected_script_does_not_run(at: Callable[..., Any], site: Path) -> None:
    driver = at("QP-07")
    driver.execute_script(
        """
        const holder = document.createElement("div");
        holder.innerHTML = '<img src="x" onerror="window.ran = 1"><p onclick="window.ran = 2" id="bad">x</p>';
        document.body.append(holder);
        const script = document.createElement("script");
        script.textContent = "window.ran = 3";
        document.body.append(script);
        document.getElementById("bad").click();
        try { setTimeout("window.ran = 4", 0); } catch (_) {}
        """
    )
    time.sleep(0.2)
    assert driver.execute_script("return window.ran") is None
    assert any("Content Security Policy" in text for text in complaints(driver))


@pytest.mark.parametrize("screen", [PHONE, WIDE])
def test_nothing_scrolls_sideways(at: Callable[..., Any], screen: tuple[int, int]) -> None:
    for name in PAGES:
        driver = at(name, screen)
        # A scroll bar at the side takes some of the width.
        wide = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        inside, there = driver.execute_script(wide)
        assert inside <= there <= screen[0], name


def test_the_scheme_is_remembered(at: Callable[..., Any]) -> None:
    driver = at("index")
    background = "return getComputedStyle(document.body).backgroundColor"
    light = driver.execute_script(background)
    driver.find_element("css selector", "button.theme").click()
    dark = driver.execute_script(background)
    assert dark != light
    follow(driver, "css selector", ".tabs a[href='documents.html']", "documents.html")
    assert driver.execute_script(background) == dark
    driver.find_element("css selector", "button.theme").click()
    assert driver.execute_script(background) == light
    driver.execute_script("localStorage.clear()")
    at("index", colours="dark")
    assert driver.execute_script(background) == dark
    driver.find_element("css selector", "button.theme").click()
    assert driver.execute_script(background) == light
    driver.execute_script("localStorage.clear()")


def test_lists_can_be_narrowed_down(at: Callable[..., Any]) -> None:
    driver = at("documents")
    driver.find_element("css selector", ".sieve input").send_keys("服务大厅 接待")
    shown = "return [...document.querySelectorAll('.sieved tbody tr')].filter(r => r.offsetParent).map(r => r.cells[0].textContent)"
    wait(lambda: "QP-07" in driver.execute_script(shown))
    assert "QP-01" not in driver.execute_script(shown)


def test_what_has_passed_is_said_by_the_clock_of_the_reader(at: Callable[..., Any]) -> None:
    driver = at("due")
    script = """
        const past = [...document.querySelectorAll("time.due")];
        const today = new Date().toLocaleDateString("sv");
        return past.map(e => [e.dateTime < today, e.classList.contains("past")]);
    """
    pairs = driver.execute_script(script)
    assert pairs
    assert all(before == marked for before, marked in pairs)


def axe() -> str:
    # Of the package nothing but the script is used.
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-playwright-python is not installed (the extra dev has it)")
    return Path(found.origin).with_name("axe.min.js").read_text("utf-8")


@pytest.mark.parametrize(("width", "colours"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light")])
def test_axe_finds_nothing_serious(
    at: Callable[..., Any], width: tuple[int, int], colours: str
) -> None:
    source = axe()
    found: dict[str, list[str]] = {}
    for name in PAGES:
        driver = at(name, width, colours)
        driver.execute_script(source)
        result = driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done)"
        )
        for item in result["violations"]:
            if item["impact"] in ("serious", "critical"):
                places = [node["html"][:120] for node in item["nodes"][:2]]
                found.setdefault(f"{item['id']}: {places}", []).append(name)
    assert found == {}


def test_results_lie_above_the_page(at: Callable[..., Any]) -> None:
    driver = at("index")
    type_in(driver, "投诉")
    wait(lambda: len(results(driver)) > 5)
    script = """
        const box = document.querySelector(".found").getBoundingClientRect();
        const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return there !== null && there.closest(".found") !== null;
    """
    assert driver.execute_script(script)


def test_with_the_search_open_too(at: Callable[..., Any]) -> None:
    source = axe()
    driver = at("index")
    type_in(driver, "接待")
    wait(lambda: results(driver))
    driver.execute_script(source)
    result = driver.execute_async_script("axe.run(document).then(arguments[0])")
    bad = [i["id"] for i in result["violations"] if i["impact"] in ("serious", "critical")]
    assert bad == []


def test_from_a_server_as_well(driver: Any, site: Path) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        requests(driver), complaints(driver)
        base = f"http://127.0.0.1:{server.server_port}"
        driver.get(f"{base}/QP-07.html")
        type_in(driver, "投诉")
        wait(lambda: "QP-16" in results(driver))
        messages = [text for text in complaints(driver) if "favicon" not in text]
        assert messages == []
        asked = [url for url in requests(driver) if not url.endswith("/favicon.ico")]
        assert all(url.startswith((base, "data:")) for url in asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_hostile_titles_are_inert_in_results(driver: Any, tmp_path: Path) -> None:
    documents = tmp_path / "ws" / "documents"
    documents.mkdir(parents=True)
    (tmp_path / "ws" / "qmsdoc.yaml").write_text("organization: X\nlanguage: en\n", "utf-8")
    import json

    for number, vector in enumerate(VECTORS):
        front = f"id: QP-{number:03}\nkind: procedure\ntitle: {json.dumps('needle ' + vector)}\n"
        body = f"# needle\n\n## needle {vector}\n\nhay needle {vector}\n"
        (documents / f"{number}.md").write_text(f"---\n{front}---\n{body}", "utf-8")
    out = build(tmp_path / "ws", tmp_path / "out", "en")
    size(driver, *WIDE)
    driver.get(f"{out.as_uri()}/index.html")
    driver.execute_script(
        "window.alert = window.confirm = window.prompt = () => { window.ran = 1; }"
    )
    for query in ("needle", "needle script", "needle alert", "qp-0", "qp-05", "qp-09"):
        type_in(driver, query)
        wait(lambda: results(driver))
        time.sleep(0.15)
        tags = "return [...new Set([...document.querySelectorAll('.found *')].map(e => e.tagName))]"
        assert set(driver.execute_script(tags)) <= {"P", "UL", "LI", "SPAN", "B", "SMALL", "MARK"}
    assert driver.execute_script("return window.ran") is None
    assert [text for text in complaints(driver) if "favicon" not in text] == []


def test_a_browser_is_not_left_out_unnoticed() -> None:
    """Where it has to be there (CI sets this), a test that skips is a failure."""
    if os.environ.get("QMSDOC_BROWSER"):
        need_browser()
