"""What a machine can find fault with on a page that is shown in a browser."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypedDict

from tests.browser.chromium import NARROWEST, PHONE, Visit

ENGLISH = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,}\b")
"""Two Latin words in a row, where the page speaks another language."""
RAW = {
    "a public id": re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-"),
    "a moment as data": re.compile(r"\b\d{4}-\d\d-\d\dT?\b"),
    "a kind": re.compile(
        r"(?<![@.])\b[a-z]{3,}(?:-[a-z]+)*\.(?!pdf|example)[a-z]{5,}(?:-[a-z]+)*\b"
    ),
    "a name of a field": re.compile(r"(?<!@)\b[a-z]+_[a-z]+\b"),
    "a placeholder": re.compile(r"%\(|\{\{|\{[a-z_]+\}|\bNone\b|\bTrue\b|\bFalse\b"),
}

LOOK = """() => {
  const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const lang = document.documentElement.lang;
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement, said = walker.currentNode.data.trim();
    if (!said || e.closest('code, pre, kbd, script, style, noscript, textarea, option')) continue;
    const own = e.closest('[lang]').lang;
    if (own === lang) texts.push(said.replace(/\\s+/g, ' '));
  }
  for (const e of document.querySelectorAll('option'))
    if (e.closest('[lang]').lang === lang && !e.lang) texts.push(e.textContent.trim());
  const wide = document.documentElement.clientWidth, out = [];
  for (const e of document.querySelectorAll('main *, header *, footer *')) {
    const box = e.getBoundingClientRect();
    if (!shown(e) || box.width <= 1 || e.closest('.unseen, svg, thead')) continue;
    if ((box.right > wide + 1 || box.left < -1)) out.push(e.outerHTML.slice(0, 90));
    const style = getComputedStyle(e);
    if (style.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1)
      out.push('cut: ' + e.outerHTML.slice(0, 90));
  }
  const small = [...document.querySelectorAll('main button, main .button')].filter(
    e => shown(e) && e.getBoundingClientRect().height < 24).map(e => e.textContent.trim());
  return {
    lang, texts, out, small,
    title: document.title,
    h1: [...document.querySelectorAll('h1')].map(e => e.textContent.trim()),
    levels: [...document.querySelectorAll('h1,h2,h3,h4,h5')].filter(shown).map(e => +e.tagName[1]),
    order: [...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).length,
    empty: [...document.querySelectorAll('main td, main dd')].length,
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""


class Seen(TypedDict):
    """What the page says of itself."""

    lang: str
    texts: list[str]
    out: list[str]
    small: list[str]
    title: str
    h1: list[str]
    levels: list[int]
    order: int
    sideways: int
    narrow: int


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one page in one language."""

    name: str
    url: str
    language: str
    what: str

    def __str__(self) -> str:
        return f"{self.name:<28} {self.language:<2}  {self.what}  ({self.url})"


def look(here: Visit) -> Seen:
    """Read the page at the width of a phone, and how far it runs over the narrowest."""
    narrow = here.overflow(NARROWEST)
    here.page.set_viewport_size({"width": PHONE, "height": 800})
    seen: Seen = here.page.evaluate(LOOK)
    return seen | {"narrow": narrow}


def faults(
    name: str, url: str, language: str, seen: Seen, complaints: Sequence[str]
) -> Iterator[Fault]:
    """Judge what was seen."""
    for what in (*_of_shape(name, seen), *_of_words(language, seen), *complaints):
        yield Fault(name, url, language, what)


def _of_shape(name: str, seen: Seen) -> Iterator[str]:
    if seen["narrow"] or seen["sideways"]:
        yield f"runs over the side by {seen['narrow']} and {seen['sideways']} pixels"
    if len(seen["h1"]) != 1:
        yield f"has {len(seen['h1'])} first headings"
    if seen["h1"] and not name.startswith("report") and not headed(seen):
        yield f"is titled {seen['title']!r} and headed {seen['h1'][0]!r}"
    levels = seen["levels"]
    if any(deeper > level + 1 for level, deeper in pairwise(levels)):
        yield f"leaves out a level of headings: {levels}"
    if seen["order"]:
        yield "changes the order of the keyboard"
    for cut in seen["out"][:3]:
        yield f"is cut off on a phone: {cut}"
    for small in seen["small"]:
        yield f"has a button too small to touch: {small}"


def headed(seen: Seen) -> bool:
    """Say whether the title begins as the heading does, which may have a state beside it."""
    return seen["h1"][0].startswith(seen["title"].partition(" – ")[0].partition(" (")[0])


def _of_words(language: str, seen: Seen) -> Iterator[str]:
    if seen["lang"] != language:
        yield f"speaks {seen['lang']}"
    if not seen["title"].strip():
        yield "has no title"
    said: set[str] = set()
    for text in seen["texts"]:
        if text in said:
            continue
        said.add(text)
        if language != "en" and ENGLISH.search(text):
            yield f"speaks English: {text[:120]}"
        for what, pattern in RAW.items():
            if pattern.search(text):
                yield f"shows {what}: {text[:120]}"
