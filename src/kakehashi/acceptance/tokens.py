"""Keyed tokens: what must be found again stands in the database as a keyed digest only."""

import hashlib
import hmac
import unicodedata
from functools import cache
from typing import Final

from kakehashi import node
from kakehashi.core.acceptance_check.facts import Application, Pass, Person
from kakehashi.core.text import b64url

_LABEL: Final = b"kakehashi/acceptance/1"


@cache
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), _LABEL, "sha256")


def token(agreement: str, sort: str, *parts: str) -> str:
    """Give the token of some text; "" where there is no text."""
    if not any(parts):
        return ""
    said = "\0".join((agreement, sort, *parts)).encode()
    return b64url(hmac.digest(_key(node.this().secret), said, "sha256"))


def of_file(agreement: str, content: bytes) -> str:
    """Give the token of a file's bytes under an agreement."""
    return token(agreement, "file", hashlib.sha256(content).hexdigest())


def of_person(agreement: str, person: Person) -> str:
    """Give the token of a person: by passport, else by name with date of birth."""
    if person.passport:
        return token(agreement, "passport", person.passport)
    if person.names and person.born_on:
        name = "".join(sorted(_folded(person.names[0]).split()))
        return token(agreement, "name", name, person.born_on.isoformat())
    return ""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def of_certificate(agreement: str, number: str) -> str:
    """Give the token of a certificate's number."""
    return token(agreement, "certificate", number.replace(" ", "").replace("-", "").casefold())


def of_same(agreement: str, application: Application, number: str) -> str:
    """Give the token by which one application is told from another.

    Its own number where it has one, else person, certificate, field and day.
    """
    if application.reference:
        return token(agreement, "reference", application.reference)
    said = (of_person(agreement, application.person), number, application.field)
    return token(agreement, "application", *said, application.applied_on.isoformat())


def of_number(agreement: str, one: Pass) -> str:
    """Give the token of a pass's number at its exam."""
    return token(agreement, "pass", one.exam, one.number) if one.number else ""


def of_place(agreement: str, one: Pass) -> str:
    """Give the token of the place of an exam."""
    return token(agreement, "exam-place", _folded(one.place)) if one.place else ""


def of_day(agreement: str, application: Application, one: Pass) -> str:
    """Give the token of a person's exam day."""
    person = of_person(agreement, application.person)
    return (
        token(agreement, "exam-day", person, str(one.passed_on)) if person and one.passed_on else ""
    )
