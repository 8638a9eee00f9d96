"""The browser verifies as the program does: every vector, and codes that were damaged."""

import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kakehashi.core.certificate import Lists, Refused, read_list, read_published, verify
from kakehashi.core.certificate.base45 import decode as unbase45
from kakehashi.core.certificate.base45 import encode as base45
from kakehashi.core.certificate.claims import FIELD_NUMBERS
from kakehashi.core.certificate.reasons import ENDING, REFUSING
from kakehashi.web.verify import trusted
from tests.browser.chromium import Visit
from tests.browser.conftest import Open

pytestmark = pytest.mark.django_db(transaction=True)

VECTORS = json.loads((Path(__file__).parents[2] / "docs/vectors/certificate.json").read_text())
KEYS = read_published(VECTORS["published"].encode()).keys
TEXT: str = VECTORS["certificate"]["text"]
NOW = datetime.fromisoformat(VECTORS["now"])
SCRIPT = """
async ({ at, keys, lists, cases, words }) => {
  const { readKeys } = await import(at + "held.js");
  const { readList } = await import(at + "status.js");
  const { verify } = await import(at + "verification.js");
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const known = readKeys(keys);
  const held = [];
  for (const token of lists) {
    held.push(await readList(bytes(token), known).catch((error) => error.reason));
  }
  const answers = [];
  for (const [text, list, now] of cases) {
    const one = held[list];
    const lists = one?.places ? new Map([[`${one.issuer} ${one.number}`, one]]) : new Map();
    const { outcome, reasons, claims } = await verify(text, { ...words, keys: known, lists }, now);
    answers.push([outcome, reasons, claims?.number ?? null]);
  }
  return [held.map((one) => one?.places ? null : one), answers];
}
"""
Case = tuple[str, int, float]
Answer = tuple[str, list[str], str | None]


@pytest.fixture
def script(visit: Open, site: str) -> Visit:
    return visit().go(site + "/verify/")


def ask(
    script: Visit, lists: Sequence[str], cases: Sequence[Case]
) -> tuple[list[str | None], list[Answer]]:
    """Let the browser read lists and verify texts."""
    given = {
        "at": f"{settings.STATIC_URL}verify/",
        "keys": [trusted.key_said(key) for key in KEYS.by_kid.values()],
        "lists": lists,
        "cases": cases,
        "words": {
            "fieldCodes": [None, *FIELD_NUMBERS],
            "refusing": sorted(REFUSING),
            "ending": sorted(ENDING),
        },
    }
    held, answers = script.page.evaluate(SCRIPT, given)
    return held, [(outcome, reasons, number) for outcome, reasons, number in answers]


def expected(text: str, token: str, now: datetime) -> Answer:
    try:
        lists = Lists.of([read_list(bytes.fromhex(token), keys=KEYS)])
    except Refused:
        lists = Lists()
    said = verify(text, keys=KEYS, lists=lists, now=now)
    number = said.claims.number if said.claims else None
    return said.outcome.value, [reason.value for reason in said.reasons], number


def test_every_code_that_is_to_be_refused_is_refused_for_its_reason(script: Visit) -> None:
    refused: list[dict[str, Any]] = VECTORS["refused"]
    cases = [(one["text"], 0, NOW.timestamp()) for one in refused]
    _held, answers = ask(script, [VECTORS["lists"][0]["token"]], cases)
    wrong = [
        (one["why"], one["reason"], outcome, reasons)
        for one, (outcome, reasons, _number) in zip(refused, answers, strict=True)
        if outcome != "refused" or reasons[:1] != [one["reason"]]
    ]
    assert wrong == []


def test_status_and_age_are_judged_alike_at_every_hour(script: Visit) -> None:
    tokens = [one["token"] for one in VECTORS["lists"]]
    ages = [timedelta(seconds=seconds) for seconds in (-90_000, -301, 0, 75_000, 90_000)]
    ages += [timedelta(days=days) for days in (13, 15, 200)]
    cases = [(TEXT, place, NOW + age) for place in range(len(tokens)) for age in ages]
    _held, answers = ask(script, tokens, [(text, at, now.timestamp()) for text, at, now in cases])
    assert answers == [expected(text, tokens[at], now) for text, at, now in cases]
    assert {outcome for outcome, _reasons, _number in answers} == {"valid", "unsure", "not-valid"}


def test_a_damaged_code_never_counts_in_the_browser_where_it_does_not_here(script: Visit) -> None:
    chance, data, token = random.Random(5), unbase45(TEXT[5:]), VECTORS["lists"][0]["token"]  # noqa: S311 - damage
    texts = []
    for _round in range(400):
        damaged = bytearray(data)
        place = chance.randrange(len(damaged))
        match chance.choice(("flip", "drop", "insert")):
            case "flip":
                damaged[place] ^= 1 << chance.randrange(8)
            case "drop":
                del damaged[place]
            case _:
                damaged.insert(place, chance.randrange(256))
        texts.append("KKC1:" + base45(bytes(damaged)))
    _held, answers = ask(script, [token], [(text, 0, NOW.timestamp()) for text in texts])
    assert [outcome for outcome, _reasons, _number in answers] == [
        expected(text, token, NOW)[0] for text in texts
    ]


def test_a_forged_or_damaged_status_list_is_not_taken(script: Visit) -> None:
    token = bytearray.fromhex(VECTORS["lists"][0]["token"])
    damaged = []
    for place in range(0, len(token), 5):
        other = bytearray(token)
        other[place] ^= 1
        damaged.append(other.hex())
    held, _answers = ask(script, damaged, [])
    assert None not in held
