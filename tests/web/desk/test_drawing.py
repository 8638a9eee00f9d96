"""What a dot of the network is called: short, and never cut within a sign."""

import pytest

from kakehashi.core.network import Knot
from kakehashi.web.desk.screening.drawing import LONGEST, Sort, Told, drawn

KHMER = "ប្រព្រឹត្តិកម្មរបស់ស្ថាប័នបញ្ជូនពលករ"
MIDDLE = ("notice:1", 0)


def called(text: str) -> str:
    (dot,) = drawn("", [Knot(MIDDLE, 0, 0, 0)], [], {MIDDLE: Told(text, "", Sort.NAMED)}).dots
    return dot.text


def test_a_long_name_is_shortened_between_its_words() -> None:
    assert called("Tonle Sap Karngea Company Limited") == "Tonle Sap Karngea Company …"


@pytest.mark.parametrize("head", ["", "ក", "កក", "កកក", "កកកក"])
def test_a_name_without_spaces_is_shortened_between_its_signs(head: str) -> None:
    shown = called(head + KHMER).removesuffix("…")
    assert (head + KHMER).startswith(shown)
    assert LONGEST - 5 < len(shown) <= LONGEST
    rest = (head + KHMER)[len(shown) :]
    assert "\N{KHMER LETTER KA}" <= rest[0] <= "\N{KHMER LETTER QA}", "a sign begins with a letter"
    assert not shown.endswith("\N{KHMER SIGN COENG}")
