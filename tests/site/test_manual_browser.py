"""The manual of the example on a phone, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browser import PHONE, chromium, size
from sites import EXAMPLE, need_browser

from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Rendering


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    need_browser()
    with open_workspace(EXAMPLE, use_cache=False) as workspace:
        rendering = Rendering(workspace, date(2026, 11, 23), "zh", 1)
        (page,) = rendering.artifacts(["manual"], None)
    path: Path = tmp_path_factory.mktemp("manual") / "manual.html"
    path.write_bytes(page.content)
    with chromium() as driver:
        size(driver, *PHONE)
        driver.get(path.as_uri())
        yield driver


def test_it_is_no_wider_than_the_phone(phone: Any) -> None:
    assert phone.execute_script("return document.documentElement.scrollWidth") <= PHONE[0]


def test_all_that_a_cell_holds_stands_beside_its_label(phone: Any) -> None:
    script = """
        const cells = [...document.querySelectorAll(".body .table.wide td:not(:first-child)")];
        const range = document.createRange();
        let seen = 0;
        const wrong = cells.filter(cell => {
            range.selectNodeContents(cell);
            const boxes = [...range.getClientRects()];
            seen += boxes.length;
            const start = cell.getBoundingClientRect().left + 64;
            return boxes.some(box => box.width && box.left < start);
        });
        return [seen, wrong.map(cell => cell.textContent)];
    """
    seen, wrong = phone.execute_script(script)
    assert seen > 100
    assert wrong == []


@pytest.mark.parametrize("table", ["#revisions", "#register", "#objectives"])
def test_lists_of_the_manual_are_read_without_scrolling(phone: Any, table: str) -> None:
    script = """
        const box = document.querySelector(arguments[0]);
        const cells = [...box.querySelectorAll("td")].map(cell => cell.getBoundingClientRect());
        return [cells.length, Math.max(...cells.map(cell => cell.right)), innerWidth];
    """
    cells, right, width = phone.execute_script(script, table)
    assert cells
    assert right <= width


def test_a_chart_of_values_fits(phone: Any) -> None:
    script = """
        return [...document.querySelectorAll("#objectives .drawing")].map(
            figure => [figure.clientWidth, figure.querySelector("svg").getBoundingClientRect().width]
        );
    """
    charts = phone.execute_script(script)
    assert charts
    assert all(drawn <= room + 0.5 for room, drawn in charts)


def test_days_of_signatures_stand_on_one_line(phone: Any) -> None:
    script = """
        return [...document.querySelectorAll(".signatures time")].map(
            day => [day.getClientRects().length, day.scrollWidth - day.clientWidth, day.offsetHeight]
        );
    """
    days = phone.execute_script(script)
    assert days
    assert {(boxes, beyond) for boxes, beyond, _ in days} == {(1, 0)}
    assert len({height for _, _, height in days}) == 1
