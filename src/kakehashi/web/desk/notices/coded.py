"""Codes in a notice as words: sides, offices, countries, languages, by the field they stand in."""

from collections.abc import Callable, Mapping
from typing import Final

from babel import Locale
from django.utils.translation import get_language

from kakehashi import node
from kakehashi.web.desk.speech import named
from kakehashi.web.parts.applications.words import countries


def party_name(code: str) -> str:
    """Name a side by its code; the code where no agreement of this node has it."""
    for agreement in node.this().agreements:
        if known := node.profile(agreement).parties.get(code):
            return named(known.names)
    return code


def office_name(code: str) -> str:
    """Name an office or body of a side by its code; the code where no agreement here has it."""
    for agreement in node.this().agreements:
        for party in node.profile(agreement).parties.values():
            if known := party.offices.get(code) or party.bodies.get(code):
                return named(known.names)
    return code


def country_name(code: str) -> str:
    """Name a country by its two letters, a side as its agreement does; else the letters."""
    side = party_name(code)
    return countries().get(code, code) if side == code else side


def language_name(code: str) -> str:
    """Name a language by its tag; the tag where it is not known."""
    return str(Locale.parse(get_language() or "en").languages.get(code, code))


CODED: Final[Mapping[str, Callable[[str], str]]] = {
    "owner": party_name,
    "side": party_name,
    "party": party_name,
    "office": office_name,
    "body": office_name,
    "signatory": office_name,
    "signatories": office_name,
    "country": country_name,
    "nationality": country_name,
    "languages": language_name,
}
"""Names of fields whose values are codes, with what says them in the reader's language."""
