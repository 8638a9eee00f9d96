"""The texts of an application's cells as what they state; what is not understood is kept as unread.

Nothing is guessed: a date that may be two days, a sum without a currency or an unknown field stays
a text that somebody must correct.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from kakehashi.core import cells
from kakehashi.core.acceptance_check.facts import (
    Application,
    Exam,
    Fee,
    Money,
    Pass,
    Person,
)
from kakehashi.core.acceptance_check.table import LONGEST_CELL
from kakehashi.core.notices.acceptance import Channel
from kakehashi.core.notices.exams import ExamKind
from kakehashi.core.notices.fields import FIELDS
from kakehashi.core.notices.intermediaries import Purpose
from kakehashi.core.notices.money import Currency
from kakehashi.core.written_dates import written_date

Value = TypeVar("Value")

_CURRENCY: Final = TypeAdapter[str](Currency)
_SIGNS: Final = {"円": "JPY", "¥": "JPY", "yen": "JPY", "$": "USD", "us$": "USD", "€": "EUR"}
_SIGNS_KHMER: Final = {"៛": "KHR", "riel": "KHR"}
_SUM: Final = re.compile(r"(?P<before>\D*?)\s*(?P<amount>\d[\d,]*(?:\.\d{1,2})?)\s*(?P<after>\D*)")
_PASSPORT: Final = re.compile(r"[A-Z0-9]{5,15}")


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for a whole file where its rows do not say otherwise."""

    applied_on: date
    channel: Channel = Channel.ELIGIBILITY


@dataclass
class _Reader:
    """The texts of one application, and which of them were not understood."""

    texts: Mapping[str, str]
    unread: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        written = self.texts.get(name, "")
        if len(written) > LONGEST_CELL:
            self.unread[name] = written[:80]
            return ""
        return written

    def as_one(self, name: str, read: Callable[[str], Value | None]) -> Value | None:
        """Read a text as a value; what does not say one is unread."""
        written = self.text(name)
        if not written:
            return None
        found = read(written)
        if found is None:
            self.unread[name] = written[:80]
        return found


def application(
    texts: Mapping[str, str], usual: Usual, exams: Mapping[str, Exam], *, shifted: int = 0
) -> Application:
    """Give the application that some cells state; `exams` are those there are, by id."""
    reader = _Reader(texts)
    said_channel = reader.as_one("channel", _channel)
    wage = reader.as_one("wage", _money)
    return Application(
        person=_person(reader),
        applied_on=reader.as_one("applied_on", written_date) or usual.applied_on,
        channel=said_channel or usual.channel,
        reference=cells.plain(reader.text("reference")),
        field=reader.as_one("field", _field) or "",
        organization=cells.number(reader.text("organization")),
        number=cells.number(reader.text("number")),
        issued_on=reader.as_one("issued_on", written_date),
        code=reader.text("code").strip(),
        exams=tuple(_passes(reader, exams)),
        fees=_fees(reader),
        wage=wage,
        shifted=shifted,
        unread=reader.unread,
    )


def _person(reader: _Reader) -> Person:
    names = tuple(
        name for field in ("name", "native_name") if (name := cells.trim(reader.text(field)))
    )
    return Person(
        names,
        reader.as_one("born_on", written_date),
        reader.as_one("passport", _passport) or "",
    )


def _passport(text: str) -> str | None:
    number = cells.number(text).replace("-", "").upper()
    return number if _PASSPORT.fullmatch(number) else None


@cache
def _field_words() -> Mapping[str, str]:
    words = {}
    for one in FIELDS:
        for word in (one.code, one.name_en, one.name_ja, f"{one.name_ja}分野"):
            words[_folded(word)] = one.code
    return words


def _field(text: str) -> str | None:
    return _field_words().get(_folded(text))


def _folded(text: str) -> str:
    return cells.plain(text).casefold().replace(" ", "").replace("-", "")


_CHANNELS: Final = {
    _folded(word): channel
    for channel, words in {
        Channel.ELIGIBILITY: ("coe", "在留資格認定", "在留資格認定証明書", "認定"),
        Channel.CHANGE: ("change", "在留資格変更", "変更"),
        Channel.EXTENSION: ("extension", "在留期間更新", "更新"),
    }.items()
    for word in (channel.value, channel.label, *words)
}


def _channel(text: str) -> Channel | None:
    return _CHANNELS.get(_folded(text))


def _passes(reader: _Reader, exams: Mapping[str, Exam]) -> list[Pass]:
    found = []
    for kind in ExamKind:
        names = ("exam", "number", "passed_on", "place", "level")
        if not any(reader.text(f"{kind}_{name}") for name in names):
            continue
        found.append(
            Pass(
                kind=kind,
                exam=_exam(reader.text(f"{kind}_exam"), exams),
                number=cells.number(reader.text(f"{kind}_number")),
                passed_on=reader.as_one(f"{kind}_passed_on", written_date),
                place=cells.plain(reader.text(f"{kind}_place")),
                level=cells.plain(reader.text(f"{kind}_level")),
            )
        )
    return found


def _exam(text: str, exams: Mapping[str, Exam]) -> str:
    """Give the id of a known exam, or the name as it stands."""
    wanted = _folded(text)
    for exam in exams.values():
        if wanted in {_folded(word) for word in (exam.id, *exam.names.values())}:
            return exam.id
    return cells.plain(text)


def _fees(reader: _Reader) -> tuple[Fee, ...] | None:
    written = reader.text("fees")
    if not written:
        return None
    has_basis = reader.as_one("fees_basis", cells.yes_or_no)
    payee, payer = cells.trim(reader.text("payee")), _payer(reader.text("payer"))
    found = []
    for piece in re.split(r"[;；\n]+", written):
        if not cells.trim(piece):
            continue
        purpose, _colon, amount = cells.plain(piece).rpartition(":")
        money = _money(amount)
        if money is None:
            reader.unread["fees"] = written[:80]
            return None
        found.append(Fee(money, payer, payee, _purpose(purpose), has_basis))
    return tuple(found)


def _payer(text: str) -> str:
    """Who paid; an employer or anybody else stands as said, and counts against no cap."""
    return _folded(text) or "candidate"


@cache
def _purposes() -> Mapping[str, str]:
    return {_folded(word): one.value for one in Purpose for word in (one.value, one.label)}


def _purpose(text: str) -> str:
    return _purposes().get(_folded(text), "other" if text.strip() else "not-said")


def _money(text: str) -> Money | None:
    """Read a sum with its currency, before or after it; None without either."""
    match = _SUM.fullmatch(cells.plain(text))
    if match is None:
        return None
    word = (match["before"] + match["after"]).strip().casefold()
    currency = (_SIGNS | _SIGNS_KHMER).get(word, word.upper())
    try:
        amount = Decimal(_ungrouped(match["amount"]))
        return Money(amount, _CURRENCY.validate_python(currency))
    except (InvalidOperation, ValidationError):
        return None


def _ungrouped(amount: str) -> str:
    """Take the commas out of 1,234,567; others are no grouping and are no number."""
    whole = amount.partition(".")[0]
    is_grouped = "," not in whole or re.fullmatch(r"\d{1,3}(,\d{3})+", whole)
    return amount.replace(",", "") if is_grouped else "?"
