"""Charts as pictures that the style sheet colours: bars beside each other, month by month.

The library draws; what would style or script itself is taken out, so that the page's own policy
holds and print, contrast settings and screen readers get what they need. A table says the same.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

import pygal
from django.utils.safestring import SafeString, mark_safe

from kakehashi.web.parts.shapes import Part, Words

# The library looks for plugins in the way that Python 3.11 warns of at every import; we use none.
sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != "pygal"]

WIDTH: Final = 720
HEIGHT: Final = 300
_UNWANTED: Final = frozenset({"style", "script", "desc", "title"})
_HATCH: Final = (
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" class="hatch-ground"/>'
    '<path d="M0 6 6 0M-1 1 1-1M5 7 7 5" class="hatch-line"/></pattern>'
)


@dataclass(frozen=True)
class Series:
    """One sort of bar: its name, and a value for each label."""

    name: Words
    values: Sequence[int]


@dataclass(frozen=True)
class Chart(Part):
    """At most three series of whole numbers over the same labels; `said` tells what is seen."""

    template = "chart"
    title: Words
    labels: Sequence[Words]
    series: Sequence[Series]
    said: Words = ""

    @property
    def picture(self) -> SafeString:
        """The picture: plain SVG with classes, hidden from screen readers, who have the table."""
        drawn = pygal.Bar(
            width=WIDTH,
            height=HEIGHT,
            js=[],
            css=[],
            defs=[_HATCH],
            disable_xml_declaration=True,
            show_legend=False,
            margin=4,
            y_labels=_scale(self.series),
        )
        drawn.x_labels = [str(label) for label in self.labels]
        for series in self.series:
            drawn.add(str(series.name), list(series.values))
        drawn.add_xml_filter(_plain)
        text: str = drawn.render(is_unicode=True)
        return mark_safe(text)  # noqa: S308 - drawn from numbers, labels escaped


def _scale(series: Sequence[Series]) -> list[int]:
    """Whole numbers from nought to above the highest bar, in four to eight round steps."""
    highest = max((value for one in series for value in one.values), default=0)
    step, rounds = 1, (2, 5, 10)
    while highest > 8 * step:
        ten = 10 ** (len(str(step)) - 1)
        step = next(one * ten for one in rounds if one * ten > step)
    return list(range(0, max(highest, 1) + step, step))


def _plain(root: Element) -> Element:
    """Leave out styles, scripts and asides; hide the picture from those who read the table."""
    for parent in list(root.iter()):
        for child in list(parent):
            name = "style" if callable(child.tag) else child.tag.rpartition("}")[2]
            if name in _UNWANTED or "overlay" in child.get("class", ""):
                parent.remove(child)
    root.attrib.pop("id", None)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    for group in root.iter():
        if "serie-2" in group.get("class", "").split():
            for bar in group.iter("rect"):
                bar.set("fill", "url(#hatch)")
    return root
