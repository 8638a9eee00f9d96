"""A report as the office reads it: what was typed, made into records, whatever was left out.

Reading never fails: an unknown code is left out, and words stay as they were typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from kakehashi.core.notices.intermediaries import Category
from kakehashi.core.reporting.steps import MOST_ROWS, Place, Step, clean

Answer = Mapping[str, Sequence[str]]
Kind = TypeVar("Kind", bound=StrEnum)


class Whom(StrEnum):
    """For whom it is reported, as the reporter says."""

    SELF = "self"
    RELATIVE = "relative"
    GROUP = "group"
    ORGANIZATION = "organization"


class Part(StrEnum):
    """What somebody named in a report is said to be."""

    BROKER = "broker"
    SENDING = "sending"
    EMPLOYER = "employer"
    SUPPORTING = "supporting"
    SCHOOL = "school"
    OFFICIAL = "official"
    OTHER = "other"


class Purpose(StrEnum):
    """For what money was asked."""

    FEE = "fee"
    DEPOSIT = "deposit"
    SCHOOL = "school"
    PAPERS = "papers"
    TRAVEL = "travel"
    PENALTY = "penalty"
    WAGES = "wages"
    OTHER = "other"


class MayKnow(StrEnum):
    """Who may know what is reported: each reaches further than the one before."""

    OFFICE = "office"
    MINISTRY = "ministry"
    OTHER_SIDE = "other-side"


@dataclass(frozen=True, slots=True)
class Permission:
    """What the reporter permits; nothing said is the narrowest: this intake office alone.

    `organization`: those it is about may be told. `files`: what she sent may be passed on,
    redacted, as far as `may_know` reaches.
    """

    may_know: MayKnow = MayKnow.OFFICE
    organization: bool = False
    files: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody the report names, in whatever script; `contact` is a phone, account or handle."""

    name: str
    part: Part | None
    contact: str
    place: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Money asked or paid: amount as typed, ISO 4217 currency or "", to whom and for what."""

    amount: str
    currency: str
    to: str
    purpose: Purpose | None
    detail: str
    is_paid: bool | None
    has_receipt: bool | None


@dataclass(frozen=True, slots=True)
class When:
    """When it happened: day, month and year as typed, a rough choice, and words."""

    rough: str
    day: str
    month: str
    year: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """All that a report says, empty where nothing was said."""

    whom: Whom | None
    agreement: str
    categories: tuple[Category, ...]
    is_other: bool
    story: str
    people: tuple[Named, ...]
    sums: tuple[Sum, ...]
    when: When
    country: str
    place: str
    permission: Permission
    own_name: str
    reach: str

    @property
    def words(self) -> str:
        """All that was told in words and names, for comparing reports with each other."""
        named = [f"{one.name} {one.contact} {one.place}" for one in self.people]
        paid = [f"{one.amount} {one.currency} {one.to} {one.detail}" for one in self.sums]
        return "\n".join([self.story, *named, *paid, self.place, self.when.words]).strip()


def told(answers: Mapping[str, Answer]) -> Told:
    """Read a report's answers, by the names of their places (`who.1`)."""
    what = set(answers.get(Step.WHAT, {}).get("what", ()))
    when, where = answers.get(Step.WHEN, {}), answers.get(Step.WHERE, {})
    reach = answers.get(Step.REACH, {})
    return Told(
        whom=_one_of(Whom, _first(answers.get(Step.WHOM, {}), "whom")),
        agreement=_first(answers.get(Step.LAND, {}), "agreement"),
        categories=tuple(one for one in Category if one.value in what),
        is_other="other" in what,
        story=_first(answers.get(Step.STORY, {}), "story"),
        people=tuple(_named(one) for one in _rows(answers, Step.WHO)),
        sums=tuple(_sum(one) for one in _rows(answers, Step.MONEY)),
        when=When(
            *(_first(when, name) for name in ("when", "day", "month", "year", "words")),
        ),
        country=_first(where, "country"),
        place=_first(where, "place"),
        permission=permission(answers.get(Step.KNOW, {})),
        own_name=_line(reach, "name"),
        reach=_first(reach, "reach"),
    )


def permission(answer: Answer) -> Permission:
    """Read what is permitted; whatever is not said plainly is not permitted."""
    return Permission(
        may_know=_one_of(MayKnow, _first(answer, "know")) or MayKnow.OFFICE,
        organization=_first(answer, "organization") == "yes",
        files=_first(answer, "files") == "yes",
    )


def says_something(answers: Mapping[str, Answer]) -> bool:
    """Say whether a report says anything about what happened, who, or how much."""
    about = {Step.WHAT, Step.STORY, Step.WHO, Step.MONEY}
    return any(
        answer and (place := Place.named(name)) is not None and place.step in about
        for name, answer in answers.items()
    )


def _rows(answers: Mapping[str, Answer], step: Step) -> list[Answer]:
    names = (str(Place(step, row)) for row in range(1, MOST_ROWS + 1))
    return [answer for name in names if (answer := answers.get(name))]


def _named(answer: Answer) -> Named:
    return Named(
        name=_line(answer, "name"),
        part=_one_of(Part, _first(answer, "role")),
        contact=_first(answer, "contact"),
        place=_first(answer, "place"),
    )


def _sum(answer: Answer) -> Sum:
    truth = {"yes": True, "no": False}
    return Sum(
        amount=_first(answer, "amount"),
        currency=_first(answer, "currency"),
        to=_line(answer, "to"),
        purpose=_one_of(Purpose, _first(answer, "purpose")),
        detail=_first(answer, "detail"),
        is_paid={"paid": True, "asked": False}.get(_first(answer, "state")),
        has_receipt=truth.get(_first(answer, "receipt")),
    )


def _first(answer: Answer, name: str) -> str:
    values = answer.get(name, ())
    return clean(values[0]) if values else ""


def _line(answer: Answer, name: str) -> str:
    """Give what stands on one line in a notice, wherever it was broken."""
    return " ".join(_first(answer, name).split())


def _one_of(kinds: type[Kind], said: str) -> Kind | None:
    return kinds(said) if said in {kind.value for kind in kinds} else None
