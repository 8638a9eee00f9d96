"""What may leave a report: the facts that an officer accepts, as a notice's fields, and no more.

Clause 4(1): the payer is a role, those who suffered have no field at all, days become months and
amounts are rounded. The reporter's own words never leave; an officer writes what happened anew.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from pydantic import ValidationError

from kakehashi.core.list_rows import name_of
from kakehashi.core.notices.intermediaries import (
    Act,
    ActKind,
    Category,
    MayBePut,
    PayerRole,
    Payment,
    Source,
)
from kakehashi.core.notices.intermediaries import Purpose as PaidFor
from kakehashi.core.notices.money import RoughMoney
from kakehashi.core.notices.persons import Actor, ActorKind, ActorRole, Handle
from kakehashi.core.notices.text import Name
from kakehashi.core.notices.values import Answered, People, RoughPeriod
from kakehashi.core.reporting.told import MayKnow, Part, Purpose, Told, When, Whom

_ROLES: Final = {
    Part.BROKER: ActorRole.RECRUITER,
    Part.SENDING: ActorRole.SENDING,
    Part.EMPLOYER: ActorRole.ACCEPTING,
    Part.SUPPORTING: ActorRole.SUPPORTING,
    Part.SCHOOL: ActorRole.SCHOOL,
    Part.OFFICIAL: ActorRole.OFFICIAL,
}
_FOR: Final = {
    Purpose.FEE: PaidFor.RECRUITMENT,
    Purpose.DEPOSIT: PaidFor.DEPOSIT,
    Purpose.SCHOOL: PaidFor.TRAINING,
    Purpose.PAPERS: PaidFor.DOCUMENTS,
    Purpose.TRAVEL: PaidFor.TRAVEL,
    Purpose.PENALTY: PaidFor.PENALTY,
    Purpose.WAGES: PaidFor.OTHER,
    Purpose.OTHER: PaidFor.OTHER,
}
_ACTS: Final = {
    Category.PROPERTY: ActKind.DEPOSIT,
    Category.PENALTIES: ActKind.PENALTY,
    Category.RIGHTS: ActKind.INTIMIDATION,
    Category.DOCUMENTS: ActKind.FALSE,
    Category.FEES: ActKind.NO_BASIS,
}
"""What each category most often is; the officer changes it where it was another act."""
_SERVICES: Final = ("Facebook", "Messenger", "Telegram", "WhatsApp", "LINE", "TikTok", "imo", "VK")
_PHONE: Final = re.compile(r"[+(]?[0-9][0-9 ()+./-]{5,40}")
_RECEIPT: Final = {True: Answered.YES, False: Answered.NO, None: Answered.UNKNOWN}
_WITH_CENTS: Final = re.compile(r"(?P<whole>[0-9]{1,3}(?:[.,][0-9]{3})*|[0-9]+)(?:[.,][0-9]{1,2})?")
_BUDDHIST: Final = range(2_400, 2_700)
_BUDDHIST_OFFSET: Final = 543


class NotPermitted(Exception):
    """The reporter does not permit that the other side is told."""

    def __init__(self, may_know: MayKnow) -> None:
        super().__init__(may_know.value)
        self.may_know = may_know


class LeftOut(StrEnum):
    """Why something accepted does not leave after all; the officer's page says so."""

    OWN_NAME = "own-name"
    NO_NAME = "no-name"
    AMOUNT = "amount-not-read"
    CONTACT = "contact-not-read"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an officer accepts: places, counted from 0, among those named and among the sums."""

    categories: Collection[Category]
    people: Collection[int]
    sums: Collection[int]
    payer: PayerRole
    with_period: bool


@dataclass(frozen=True, slots=True)
class Leaving:
    """The fields of an `intermediary.reported`, and what was left out: (field, reason)."""

    categories: tuple[Category, ...]
    source: Source
    actors: tuple[Actor, ...]
    acts: tuple[Act, ...]
    payments: tuple[Payment, ...]
    left_out: tuple[tuple[str, LeftOut], ...]


def leaving(told: Told, accepted: Accepted, *, received_on: date) -> Leaving:
    """Take out of a report what may go to the other side.

    Raises:
        NotPermitted: the reporter allowed her report no further than our own office or ministry.

    """
    if told.permission.may_know is not MayKnow.OTHER_SIDE:
        raise NotPermitted(told.permission.may_know)
    taking = _Taking(
        told,
        accepted.payer,
        rough_period(told.when, received_on) if accepted.with_period else None,
    )
    for place in sorted(accepted.people):
        taking.take_actor(place)
    for place in sorted(accepted.sums):
        taking.take_payment(place)
    categories = tuple(one for one in told.categories if one in accepted.categories)
    return Leaving(
        categories,
        Source.REPORT,
        tuple(taking.actors),
        tuple(taking.acts(categories)),
        tuple(taking.payments),
        tuple(taking.left_out),
    )


@dataclass(slots=True)
class _Taking:
    """What was taken so far; `places` says where a name stands among the actors."""

    told: Told
    payer: PayerRole
    period: RoughPeriod | None
    actors: list[Actor] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    left_out: list[tuple[str, LeftOut]] = field(default_factory=list)

    def take_actor(self, place: int) -> None:
        """Take somebody who is named, unless it is the reporter."""
        named, where = self.told.people[place], f"who.{place + 1}"
        own = self.told.own_name
        if own and _folded(named.name) == _folded(own):
            self.left_out.append((where, LeftOut.OWN_NAME))
            return
        phones, handles = contacts(named.contact)
        if named.contact and not (phones or handles):
            self.left_out.append((where, LeftOut.CONTACT))
        if not (named.name or phones or handles):
            self.left_out.append((where, LeftOut.NO_NAME))
            return
        self.places.setdefault(_folded(named.name), len(self.actors))
        role = _ROLES.get(named.part, ActorRole.OTHER) if named.part else ActorRole.OTHER
        names = (Name(**name_of(named.name)),) if named.name else ()
        actor = Actor(
            kind=ActorKind.UNKNOWN, role=role, names=names, phones=phones, handles=handles
        )
        self.actors.append(actor)

    def take_payment(self, place: int) -> None:
        """Take a sum, rounded; who paid is the role that the officer gives."""
        paid = self.told.sums[place]
        amount = rough_money(paid.amount, paid.currency)
        if amount is None and paid.amount:
            self.left_out.append((f"money.{place + 1}", LeftOut.AMOUNT))
        shown = Answered.NO if Category.FEES in self.told.categories else Answered.UNKNOWN
        payment = Payment(
            amount=amount,
            payer=self.payer,
            payee=self.places.get(_folded(paid.to)) if paid.to else None,
            purpose=_FOR[paid.purpose] if paid.purpose else PaidFor.NOT_SAID,
            period=self.period,
            basis_shown=shown,
            understood=shown,
            receipt_given=_RECEIPT[paid.has_receipt],
        )
        self.payments.append(payment)

    def acts(self, categories: Iterable[Category]) -> list[Act]:
        """Give an act for each category, or one that stands under none."""
        permitted = self.told.permission.organization
        acts: list[tuple[ActKind, Category | None]] = [(_ACTS[one], one) for one in categories]
        return [
            Act(
                act=act,
                category=category,
                period=self.period,
                people=People.FEW if self.told.whom is Whom.GROUP else People.UNKNOWN,
                may_be_put=MayBePut.YES if permitted else MayBePut.NO,
            )
            for act, category in acts or [(ActKind.OTHER, None)]
        ]


def contacts(words: str) -> tuple[tuple[str, ...], tuple[Handle, ...]]:
    """Read a contact as a telephone number or as a name online; neither where it is not plain."""
    plain = digits(words).strip()
    if _PHONE.fullmatch(plain):
        return (plain,), ()
    service = next((one for one in _SERVICES if one.casefold() in plain.casefold()), None)
    if service is None:
        return (), ()
    rest = re.sub(re.escape(service), "", words, flags=re.IGNORECASE).strip(" :：,;-–—()")
    try:
        return (), (Handle(service=service, handle=rest or words),)
    except ValidationError:
        return (), ()


def rough_money(amount: str, currency: str) -> RoughMoney | None:
    """Round an amount, as it was typed, to two leading digits; None where it does not say one."""
    number = read_amount(amount)
    if number is None or number < 1:
        return None
    step = Decimal(10) ** max(0, number.adjusted() - 1)
    rounded = (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    try:
        return RoughMoney(amount=f"{rounded:f}", currency=currency)
    except ValidationError:
        return None


def read_amount(typed: str) -> Decimal | None:
    """Read one number in the digits of any script, with points or commas between its thousands.

    None where there is no number, several, or one that can be read in two ways.
    """
    runs = re.findall(r"[0-9][0-9.,'\u00a0 ]*", digits(typed))
    if len(runs) != 1:
        return None
    bare = re.sub(r"['\u00a0 ]", "", runs[0]).rstrip(".,")
    if re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+", bare) and len(set(bare) & {".", ","}) == 1:
        return Decimal(re.sub(r"[.,]", "", bare))
    match = re.fullmatch(
        r"(?P<whole>[0-9]{1,3}(?:[.,][0-9]{3})*|[0-9]+)(?:[.,](?P<part>[0-9]{1,2}))?", bare
    )
    return None if match is None else Decimal(re.sub(r"[.,]", "", match["whole"]))


def digits(words: str) -> str:
    """Write the digits of every script as 0 to 9, full width ones too."""
    return "".join(
        str(unicodedata.decimal(one)) if unicodedata.decimal(one, None) is not None else one
        for one in unicodedata.normalize("NFKC", words)
    )


def rough_period(when: When, received_on: date) -> RoughPeriod | None:
    """Coarsen a time to months; None where none was told, or only in words."""
    year = int(digits(when.year)) if re.fullmatch(r"[0-9]{4}", digits(when.year)) else None
    if year is not None and year in _BUDDHIST:
        year -= _BUDDHIST_OFFSET
    month = int(digits(when.month)) if re.fullmatch(r"[0-9]{1,2}", digits(when.month)) else 0
    if year is not None and 1900 <= year <= received_on.year:
        span = (month, month) if 1 <= month <= 12 else (1, 12)
        return _months((year, span[0]), (year, span[1]))
    this = (received_on.year, received_on.month)
    last = received_on.replace(day=1) - timedelta(days=1)
    match when.rough:
        case "now":
            return _months(this, this)
        case "month":
            return _months((last.year, last.month), this)
        case "year":
            return _months((received_on.year, 1), this)
        case "before":
            return _months((received_on.year - 1, 1), (received_on.year - 1, 12))
        case _:
            return None


def _months(first: tuple[int, int], last: tuple[int, int]) -> RoughPeriod:
    until = None if last == first else f"{last[0]:04}-{last[1]:02}"
    return RoughPeriod(from_month=f"{first[0]:04}-{first[1]:02}", until_month=until)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
