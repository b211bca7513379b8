"""Pictures and drawings, as they stand in a line."""

from __future__ import annotations

from typing import Any

from qmsdoc.render.docx.media import Chart
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.xml import NOTHING, Value, Xml, element, w

# A point in the units of DrawingML.
_POINT = 12700
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def shown_picture(story: Story, part: str, node: Any, room: int) -> Xml:
    """The picture of *node* in *part*, no wider than *room* in twips; nothing where there is none."""
    picture = story.media.picture(node["src"]) if node["src"] else None
    if picture is None:
        return NOTHING
    scale = min(1.0, room / 20 / picture.width, story.profile.tallest / picture.height)
    blip = element("a:blip", {"r:embed": story.relations_of(part).to_part(picture.name)})
    size = picture.width * scale, picture.height * scale
    return _inline(story, blip, size, node["c"][0])


def shown_chart(story: Story, svg: str, width: float, height: float, said: str) -> Xml:
    """A drawing of the document, of so many points: SVG, with a picture for older readers."""
    relations = story.relations_of("document.xml")
    dots, drawn = (relations.to_part(name) for name in story.media.chart(Chart(svg, width, height)))
    extension = element(
        "a:ext", {"uri": _SVG_EXTENSION}, element("asvg:svgBlip", {"r:embed": drawn})
    )
    blip = element("a:blip", {"r:embed": dots}, element("a:extLst", {}, extension))
    return _inline(story, blip, (width, height), said)


def _inline(story: Story, blip: Xml, size: tuple[float, float], said: str) -> Xml:
    number = story.drawing_id()
    extent: dict[str, Value] = {
        "cx": max(1, round(size[0] * _POINT)),
        "cy": max(1, round(size[1] * _POINT)),
    }
    named: dict[str, Value] = {"id": number, "name": f"Picture {number}", "descr": said}
    fill = element("pic:blipFill", {}, blip, element("a:stretch", {}, element("a:fillRect", {})))
    place = element("a:xfrm", {}, element("a:off", {"x": 0, "y": 0}), element("a:ext", extent))
    shape = element(
        "pic:spPr", {}, place, element("a:prstGeom", {"prst": "rect"}, element("a:avLst", {}))
    )
    about = element("pic:nvPicPr", {}, element("pic:cNvPr", named), element("pic:cNvPicPr", {}))
    picture = element("pic:pic", {}, about, fill, shape)
    graphic = element("a:graphic", {}, element("a:graphicData", {"uri": _PICTURE}, picture))
    none = {f"dist{side}": 0 for side in "TBLR"}
    inline = element(
        "wp:inline", none, element("wp:extent", extent), element("wp:docPr", named), graphic
    )
    return w("r", w("drawing", inline))
