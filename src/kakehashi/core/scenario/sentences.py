"""The sentences in which a scenario is written: a small fixed vocabulary, read into facts.

`on 2026-03-02, ` may stand before any sentence and moves the day on. "It" is the latest notice
issued; a notice `called 'x'` is found again under that name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kakehashi.core.disclosure import ANYBODY, Recipient, Whom
from kakehashi.core.scenario.applications import SHOWN, Shown, read_shown

IT = ""
"""How a sentence names the latest notice."""


@dataclass(frozen=True, slots=True)
class Issues:
    """`KH issues inquiry.answered (restricted) under 5(7) answering it called 'the answer'`."""

    party: str
    kind: str
    classification: str | None = None
    clause: str | None = None
    called: str | None = None
    answers: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    corrects: str | None = None
    quotes_act: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrives:
    """`it arrives`: the other side's receipt covers all that was issued."""


@dataclass(frozen=True, slots=True)
class Withdraws:
    """`JP withdraws it`."""

    party: str
    notice: str


@dataclass(frozen=True, slots=True)
class Consents:
    """`KH consents that it goes to 'Osaka Police' until 2026-12-31 without a letter`."""

    party: str
    to: Recipient
    until: date | None
    has_letter: bool


@dataclass(frozen=True, slots=True)
class Refuses:
    """`KH refuses that it goes to the public`."""

    party: str
    to: Recipient


@dataclass(frozen=True, slots=True)
class TakesBack:
    """`KH takes its consent back`."""

    party: str


@dataclass(frozen=True, slots=True)
class Notifies:
    """`JP gives notice that it goes to 'a bank', not yet delivered, without a letter`."""

    party: str
    to: Recipient
    is_delivered: bool
    has_letter: bool


@dataclass(frozen=True, slots=True)
class Compels:
    """`a law compels JP to give it to 'a court', and KH is told`."""

    party: str
    to: Recipient
    officers: int
    is_told: bool
    may_tell: bool


@dataclass(frozen=True, slots=True)
class Decides:
    """`two officers of JP decide that it goes to 'a bank'`."""

    party: str
    to: Recipient
    officers: int


@dataclass(frozen=True, slots=True)
class Agree:
    """`both sides agree on 7 working days for 'acknowledge-information'`."""

    duty: str
    days: int
    counted: str


@dataclass(frozen=True, slots=True)
class Registers:
    """`KH registers a letter received of inquiry.asked`: a notice on paper."""

    party: str
    direction: str
    kind: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Confirms:
    """`JP confirms the letter`."""

    party: str


@dataclass(frozen=True, slots=True)
class Records:
    """`JP records approval-decided`: an act at home."""

    party: str
    act: str
    organization: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Commences:
    """`the agreement commences`: notified and received as its rule says, on that day."""


@dataclass(frozen=True, slots=True)
class Discloses:
    """`JP discloses it to 'Osaka Prefectural Police'`."""

    party: str
    to: Recipient


@dataclass(frozen=True, slots=True)
class Checks:
    """`JP checks an application of 2026-05-01 with a certificate of 2026-04-01 …`."""

    party: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Looks:
    """`one looks`: nothing happens; what stands is read."""


Sentence = (
    Issues | Arrives | Withdraws | Consents | Refuses | TakesBack | Notifies | Compels | Decides
    | Agree | Registers | Confirms | Records | Commences | Discloses | Checks | Looks
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence, and the day it sets."""

    text: str
    day: date | None
    sentence: Sentence


class UnknownSentence(ValueError):
    """A sentence outside the vocabulary."""


def read_step(text: str) -> Step:
    """Read a `given` or `when` sentence.

    Raises:
        UnknownSentence: it is none of the vocabulary.

    """
    dated = re.fullmatch(r"on (\d{4}-\d\d-\d\d), (.+)", text)
    day = read_day(dated[1]) if dated else None
    rest = dated[2] if dated else text
    for pattern, build in _PATTERNS:
        if found := pattern.fullmatch(rest):
            return Step(text, day, build(found))
    raise UnknownSentence(text)


def read_day(text: str) -> date:
    """Read a date.

    Raises:
        UnknownSentence: there is no such day.

    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnknownSentence(text) from None


def read_recipient(text: str) -> Recipient:
    """Read whom something goes to.

    Raises:
        UnknownSentence: it is none of the vocabulary.

    """
    if text == "the public":
        return ANYBODY
    if found := re.fullmatch(r"the side of ([A-Z-]+)", text):
        return Recipient(Whom.PARTY, found[1])
    if found := re.fullmatch(r"(office|body) '([^']+)' of ([A-Z-]+)", text):
        return Recipient(Whom(found[1]), found[3], found[2])
    if found := re.fullmatch(r"agreement '([^']+)'", text):
        return Recipient(Whom.AGREEMENT, name=found[1])
    if found := re.fullmatch(r"'([^']+)'", text):
        return Recipient(Whom.OTHER, name=found[1])
    raise UnknownSentence(text)


_TAIL = re.compile(
    r" \((?P<cls>public|restricted|confidential)\)"
    r"| under (?P<clause>[0-9A-Z]+(?: ?\d+\)|\(\d+\))?)"
    r"| with (?P<fact>[a-z]+) '(?P<value>[^']+)'"
    r"| (?P<link>answering|referring to|correcting) (?:it|'(?P<named>[^']+)')"
    r"| called '(?P<called>[^']+)'"
    r"| (?P<act>for what it recorded)"
)


def _issues(found: re.Match[str]) -> Issues:
    tail, at = found["tail"], 0
    links: dict[str, list[str]] = {"answering": [], "referring to": [], "correcting": []}
    facts: dict[str, str] = {}
    single: dict[str, str] = {}
    while at < len(tail):
        part = _TAIL.match(tail, at)
        if part is None:
            raise UnknownSentence(found[0])
        if part["link"]:
            links[part["link"]].append(part["named"] or IT)
        elif part["fact"]:
            facts[part["fact"]] = part["value"]
        else:
            single |= {k: part[k] for k in ("cls", "clause", "called", "act") if part[k]}
        at = part.end()
    return Issues(
        party=found["party"],
        kind=found["kind"],
        classification=single.get("cls"),
        clause=single.get("clause"),
        called=single.get("called"),
        answers=tuple(links["answering"]),
        refers=tuple(links["referring to"]),
        corrects=links["correcting"][0] if links["correcting"] else None,
        quotes_act="act" in single,
        facts=facts,
    )


_PARTY = r"(?P<party>[A-Z][A-Z0-9-]+)"
_TO = r"it goes to (?P<to>the public|the side of [A-Z-]+|(?:[a-z]+ )?'[^']+'(?: of [A-Z-]+)?)"
_GIVEN_TO = _TO.removeprefix("it goes to ")
_ACT = r"[a-z]+(?:-[a-z]+)+"
_NOTICE = r"[a-z-]+\.[a-z-]+"
_NAMED = r"(?:it|'(?P<named>[^']+)')"

_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Sentence]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (rf"{_PARTY} issues (?P<kind>{_NOTICE})(?P<tail>.*)", _issues),
        (r"it arrives", lambda _: Arrives()),
        (r"one looks", lambda _: Looks()),
        (r"the agreement commences", lambda _: Commences()),
        (rf"{_PARTY} withdraws {_NAMED}", lambda m: Withdraws(m["party"], m["named"] or IT)),
        (
            rf"{_PARTY} consents that {_TO}(?: until (?P<until>\S+))?(?P<bare> without a letter)?",
            lambda m: Consents(
                m["party"],
                read_recipient(m["to"]),
                read_day(m["until"]) if m["until"] else None,
                has_letter=not m["bare"],
            ),
        ),
        (
            rf"{_PARTY} refuses that {_TO}",
            lambda m: Refuses(m["party"], read_recipient(m["to"])),
        ),
        (rf"{_PARTY} takes its consent back", lambda m: TakesBack(m["party"])),
        (
            (
                rf"{_PARTY} gives notice that {_TO}(?P<late>, not yet delivered)?"
                r"(?P<bare>,? without a letter)?"
            ),
            lambda m: Notifies(
                m["party"],
                read_recipient(m["to"]),
                is_delivered=not m["late"],
                has_letter=not m["bare"],
            ),
        ),
        (
            (
                rf"a law compels (?P<one>one officer of )?{_PARTY} to give it to {_GIVEN_TO}, and "
                r"(?P<told>[A-Z-]+ is told|[A-Z-]+ is not told|telling is forbidden)"
            ),
            lambda m: Compels(
                m["party"],
                read_recipient(m["to"]),
                officers=1 if m["one"] else 2,
                is_told=m["told"].endswith(" is told"),
                may_tell=m["told"] != "telling is forbidden",
            ),
        ),
        (
            rf"(?P<count>two|one) officers? of {_PARTY} decides? that {_TO}",
            lambda m: Decides(
                m["party"], read_recipient(m["to"]), officers=2 if m["count"] == "two" else 1
            ),
        ),
        (
            (
                r"both sides agree on (?P<days>\d{1,3}) (?P<counted>working|calendar) days "
                r"for '(?P<duty>[^']+)'"
            ),
            lambda m: Agree(m["duty"], int(m["days"]), m["counted"]),
        ),
        (
            (
                rf"{_PARTY} registers a letter (?P<direction>received|sent) of (?P<kind>{_NOTICE})"
                rf"(?P<link> answering {_NAMED})?"
            ),
            lambda m: Registers(
                m["party"], m["direction"], m["kind"], (m["named"] or IT,) if m["link"] else ()
            ),
        ),
        (rf"{_PARTY} confirms the letter", lambda m: Confirms(m["party"])),
        (rf"{_PARTY} records (?P<act>{_ACT})", lambda m: Records(m["party"], m["act"])),
        (
            (
                rf"{_PARTY} orders an? '(?P<measure>[^']+)' to an? (?P<who>accepting|supporting) "
                r"organization"
            ),
            lambda m: Records(
                m["party"], "measure-decided", f"{m['who']}-organization", m["measure"]
            ),
        ),
        (
            rf"{_PARTY} discloses it to {_GIVEN_TO}",
            lambda m: Discloses(m["party"], read_recipient(m["to"])),
        ),
        (rf"{_PARTY} checks {SHOWN}", lambda m: Checks(m["party"], read_shown(m))),
    )
)
