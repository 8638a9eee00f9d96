"""What an application asks, step by step, and what is wrong with an answer.

Every answer is kept as it was typed, as text. A step has one row, or several of one form; an
amount is written `1250.50 USD`, several choices a line each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from kakehashi.core.notices.fields import CODES as FIELDS
from kakehashi.core.notices.money import Money
from kakehashi.core.notices.organizations import FeeFor
from kakehashi.core.notices.text import Language, Line, LongLine, NameUse, Paragraphs, Reference
from kakehashi.core.notices.values import Country, Email, Phone, Register, WebAddress

Row = Mapping[str, str]
Answers = Mapping[str, Sequence[Row]]


class Sort(StrEnum):
    """How an answer is written."""

    LINE = "line"
    TEXT = "text"
    WHOLE = "whole"
    MONEY = "money"
    LANGUAGE = "language"
    COUNTRY = "country"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    CHOICE = "choice"
    CHOICES = "choices"


class Wrong(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    NOT_FIGURES = "not-figures"
    NOT_AN_AMOUNT = "not-an-amount"
    NOT_AMONG = "not-among"
    NOT_IN_FORM = "not-in-form"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"


class OwnerRole(StrEnum):
    """What somebody is in the organization."""

    DIRECTOR = "director"
    SHAREHOLDER = "shareholder"
    BOTH = "both"
    BEHIND = "beneficial-owner"


LANGUAGES: Final = ("km", "tg", "ru", "ja", "en", "zh", "vi", "ko", "th", "fr", "fa", "uz")
NUMBERED: Final = (Register.COMPANIES, Register.TAX, Register.LICENCE, Register.OTHER)
LARGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a step; `among` are the answers to choose from."""

    name: str
    sort: Sort = Sort.LINE
    required: bool = True
    among: tuple[str, ...] = ()
    most: int = LARGEST


@dataclass(frozen=True, slots=True)
class Step:
    """One page of an application: its questions, and how many rows of them there may be."""

    name: str
    asks: tuple[Ask, ...]
    least: int = 1
    most: int = 1

    @property
    def is_many(self) -> bool:
        """Whether it has rows."""
        return self.most > 1

    def ask(self, name: str) -> Ask:
        """Give a question by its name."""
        return next(one for one in self.asks if one.name == name)


def _codes(codes: Iterable[StrEnum]) -> tuple[str, ...]:
    return tuple(one.value for one in codes)


STEPS: Final = (
    Step(
        "names",
        (
            Ask("text"),
            Ask("lang", Sort.LANGUAGE, among=LANGUAGES),
            Ask("use", Sort.CHOICE, among=_codes(NameUse)),
        ),
        most=10,
    ),
    Step(
        "numbers",
        (
            Ask("scheme", Sort.CHOICE, among=_codes(NUMBERED)),
            Ask("number"),
            Ask("country", Sort.COUNTRY),
        ),
        most=10,
    ),
    Step(
        "addresses",
        (
            Ask("text", Sort.LINE),
            Ask("lang", Sort.LANGUAGE, among=LANGUAGES),
            Ask("country", Sort.COUNTRY),
            Ask("region", required=False),
            Ask("locality", required=False),
        ),
        most=10,
    ),
    Step(
        "contact",
        (
            Ask("phone", Sort.PHONE),
            Ask("email", Sort.EMAIL),
            Ask("website", Sort.WEB, required=False),
            Ask("languages", Sort.CHOICES, among=LANGUAGES),
        ),
    ),
    Step(
        "representatives",
        (Ask("text"), Ask("lang", Sort.LANGUAGE, among=LANGUAGES), Ask("position")),
        most=10,
    ),
    Step(
        "owners",
        (
            Ask("name"),
            Ask("role", Sort.CHOICE, among=_codes(OwnerRole)),
            Ask("country", Sort.COUNTRY),
            Ask("share", Sort.WHOLE, required=False, most=100),
        ),
        most=40,
    ),
    Step(
        "staff",
        (
            Ask("total", Sort.WHOLE),
            Ask("japanese", Sort.WHOLE),
            Ask("teachers", Sort.WHOLE),
            Ask("care", Sort.WHOLE),
        ),
    ),
    Step(
        "capacity",
        (
            Ask("persons", Sort.WHOLE),
            Ask("places", Sort.WHOLE),
            Ask("fields", Sort.CHOICES, required=False, among=tuple(FIELDS)),
        ),
    ),
    Step(
        "fees",
        (
            Ask("for", Sort.CHOICE, among=_codes(FeeFor)),
            Ask("amount", Sort.MONEY),
            Ask("basis", Sort.TEXT),
        ),
        most=20,
    ),
)
"""The steps in their order; the papers and the declaration, which the standards say, come after."""
BY_NAME: Final[Mapping[str, Step]] = {step.name: step for step in STEPS}
PAPERS: Final = "papers"
DECLARATION: Final = "declaration"
DECLARED: Final = Step("declaration", (Ask("name"), Ask("position")))
"""Who declares; which undertakings there are, the standards say."""

_FORMS: Final[Mapping[Sort, TypeAdapter[Any]]] = {
    Sort.LINE: TypeAdapter(Line),
    Sort.TEXT: TypeAdapter(Paragraphs),
    Sort.LANGUAGE: TypeAdapter(Language),
    Sort.COUNTRY: TypeAdapter(Country),
    Sort.PHONE: TypeAdapter(Phone),
    Sort.EMAIL: TypeAdapter(Email),
    Sort.WEB: TypeAdapter(WebAddress),
}
_LONGER: Final[Mapping[tuple[str, str], TypeAdapter[Any]]] = {
    ("addresses", "text"): TypeAdapter(LongLine),
    ("numbers", "number"): TypeAdapter(Reference),
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one answer, or with a step as a whole (an empty name)."""

    step: str
    row: int
    name: str
    wrong: Wrong


def money(typed: str) -> Money | None:
    """Read an amount with its currency; None where it is none."""
    amount, _, currency = typed.replace(",", "").strip().rpartition(" ")
    try:
        return Money(amount=amount.replace(" ", ""), currency=currency)
    except ValidationError:
        return None


def chosen(typed: str) -> tuple[str, ...]:
    """Read several choices, each once."""
    return tuple(dict.fromkeys(line for line in typed.splitlines() if line))


def wrong_with(step: Step, ask: Ask, typed: str) -> Wrong | None:
    """Say what is wrong with an answer; None where nothing is."""
    said = typed.strip()
    if not said:
        return Wrong.MISSING if ask.required else None
    match ask.sort:
        case Sort.WHOLE:
            is_whole = said.isascii() and said.isdecimal() and len(said) < 10
            return None if is_whole and int(said) <= ask.most else Wrong.NOT_FIGURES
        case Sort.MONEY:
            return None if money(said) else Wrong.NOT_AN_AMOUNT
        case Sort.CHOICE | Sort.LANGUAGE:
            return None if said in ask.among else Wrong.NOT_AMONG
        case Sort.CHOICES:
            return None if set(chosen(said)) <= set(ask.among) else Wrong.NOT_AMONG
        case _:
            return _wrong_form(step, ask, said)


def _wrong_form(step: Step, ask: Ask, said: str) -> Wrong | None:
    try:
        _LONGER.get((step.name, ask.name), _FORMS[ask.sort]).validate_python(said)
    except ValidationError as error:
        is_long = error.errors()[0]["type"] == "string_too_long"
        return Wrong.TOO_LONG if is_long else Wrong.NOT_IN_FORM
    return None


def mistakes_in(step: Step, rows: Sequence[Row]) -> Iterator[Mistake]:
    """Everything that is wrong with a step."""
    if len(rows) < step.least:
        yield Mistake(step.name, 0, "", Wrong.TOO_FEW)
    if len(rows) > step.most:
        yield Mistake(step.name, 0, "", Wrong.TOO_MANY)
    for position, row in enumerate(rows[: step.most]):
        for ask in step.asks:
            if wrong := wrong_with(step, ask, row.get(ask.name, "")):
                yield Mistake(step.name, position, ask.name, wrong)
