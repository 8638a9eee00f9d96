"""Whether certificate and application speak of one person, and whether either was seen before."""

from collections.abc import Iterator
from enum import Enum
from typing import Final

from anyascii import anyascii
from rapidfuzz.distance import OSA

from kakehashi.core.acceptance_check.asked import Asked
from kakehashi.core.acceptance_check.facts import Application, Claims, Facts, Person
from kakehashi.core.acceptance_check.reasons import Finding, Reason, Weight

_NEAR: Final = 0.8


class Likeness(Enum):
    """How near two writings of a name are."""

    SAME = 1
    NEAR = 2
    ANOTHER = 3


def reasons(application: Application, facts: Facts, asked: Asked) -> Iterator[Reason]:
    """Give what is found about the person."""
    claims, person = facts.paper.claims if facts.paper else None, application.person
    if not person.names and not person.passport:
        yield asked.finds(Finding.PERSON_NOT_NAMED, Weight.CORRECT)
    elif claims is not None:
        differing = [*_differing(claims, person, asked)]
        yield from differing or [asked.finds(Finding.PERSON_AGREES)]
    for sight in facts.seen:
        finding = Finding.SEEN_BEFORE if sight.is_same_person else Finding.SEEN_WITH_ANOTHER
        yield asked.finds(finding, asked.weighs("seen-before"), where=sight.where, on=sight.on)


def _differing(claims: Claims, person: Person, asked: Asked) -> Iterator[Reason]:
    differs = asked.weighs("differs")
    if person.names:
        alike = min(
            (likeness(claims.latin_name, n) for n in person.names), key=lambda one: one.value
        )
        written = " / ".join(person.names)
        if alike is Likeness.NEAR:
            yield asked.finds(
                Finding.NAME_NEAR, Weight.ASK, written=written, coded=claims.latin_name
            )
        elif alike is Likeness.ANOTHER:
            yield asked.finds(
                Finding.NAME_DIFFERS, differs, written=written, coded=claims.latin_name
            )
    if person.born_on and claims.born_on and person.born_on != claims.born_on:
        yield asked.finds(
            Finding.BIRTH_DIFFERS, differs, written=person.born_on, coded=claims.born_on
        )
    last, shown = claims.passport_last_four.upper(), _plain(person.passport)
    if last and shown and not shown.endswith(last):
        # A passport is renewed now and then: its number differs then, and she is the same.
        yield asked.finds(Finding.PASSPORT_DIFFERS, Weight.ASK, coded=last)


def _plain(number: str) -> str:
    return "".join(letter for letter in number.upper() if letter.isalnum())


def likeness(one: str, other: str) -> Likeness:
    """Compare two writings of a name, in whatever script and order."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return Likeness.ANOTHER
    if sorted(first) == sorted(second) or "".join(first) == "".join(second):
        return Likeness.SAME
    share = OSA.normalized_similarity(" ".join(sorted(first)), " ".join(sorted(second)))
    return Likeness.NEAR if share >= _NEAR else Likeness.ANOTHER


def _words(name: str) -> list[str]:
    latin = anyascii(name).casefold()
    return "".join(letter if letter.isalpha() else " " for letter in latin).split()
