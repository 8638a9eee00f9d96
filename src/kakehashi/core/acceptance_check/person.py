"""Whether certificate and application speak of one person, and whether either was seen before."""

from collections.abc import Iterator
from typing import Final

from kakehashi.core.acceptance_check.asked import Asked
from kakehashi.core.acceptance_check.facts import Application, Claims, Facts, Person
from kakehashi.core.acceptance_check.reasons import Finding, Reason, Weight
from kakehashi.core.names import Agreement, agree

_ORDER: Final = (
    Agreement.SAME,
    Agreement.SPELLED_OTHERWISE,
    Agreement.DOUBTFUL,
    Agreement.DIFFERENT,
)


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
        alike = agreement(claims.latin_name, person.names)
        said = {"written": " / ".join(person.names), "coded": claims.latin_name}
        if alike is Agreement.DIFFERENT:
            yield asked.finds(Finding.NAME_DIFFERS, differs, **said)
        elif alike is not Agreement.SAME:
            yield asked.finds(Finding.NAME_NEAR, Weight.ASK, **said)
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


def agreement(latin: str, names: tuple[str, ...]) -> Agreement:
    """Say how far the nearest of a person's names agrees with the Latin one of a certificate.

    A name in another script that sounds the same is the same: it has no Latin spelling of its own.
    """
    found = [Agreement.DIFFERENT]
    for name in names:
        alike = Agreement.SAME if name == latin else agree(latin, name).agreement
        if alike is Agreement.SPELLED_OTHERWISE and not any(
            c.isascii() and c.isalpha() for c in name
        ):
            alike = Agreement.SAME
        found.append(alike)
    return min(found, key=_ORDER.index)
