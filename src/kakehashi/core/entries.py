"""What of an entry is shown in a line and found by a search, whatever its register."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from kakehashi.core.lookup import fold, fold_fields
from kakehashi.core.standing import Content, Register, Standing, names_in

OFFICIAL: Final = "official"
LONGEST_NAME: Final = 300
LONGEST_SORT: Final = 200


def _each(value: object) -> Iterator[Content]:
    """Give the records of a list in a record; nothing where there is none."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from (item for item in value if isinstance(item, Mapping))


def organization(record: Content) -> Content:
    """The part of a record that describes the organization: itself, in the supporting lists."""
    described = record.get("organization")
    return described if isinstance(described, Mapping) else record


def names(record: Content) -> tuple[Content, ...]:
    """All names of the organization, the official ones first: text, lang, script, use."""
    given = list(_each(organization(record).get("names")))
    return tuple(sorted(given, key=lambda name: name.get("use", OFFICIAL) != OFFICIAL))


def name(record: Content) -> str:
    """The name that stands in a line; a suspension of acceptance has its field's code."""
    for given in names(record):
        return str(given["text"])[:LONGEST_NAME]
    return str(record.get("field", ""))


def identifiers(record: Content) -> tuple[str, ...]:
    """The numbers by which other registers know the organization."""
    return tuple(str(i["number"]) for i in _each(organization(record).get("identifiers")))


def _texts(record: Content, *fields: str) -> Iterator[str]:
    yield from (text for field in fields if isinstance(text := record.get(field), str))


def _searched(standing: Standing) -> Iterable[str]:
    record = standing.record
    described = organization(record)
    yield standing.key.number
    yield from _texts(record, "number", "formerly", "continued_as", "reference", "field")
    yield from identifiers(record)
    yield from names_in(record)
    yield from standing.former
    for address in _each(described.get("addresses")):
        yield from _texts(address, "text", "region", "locality", "postal_code")
    yield from _texts(described, "address", "region", "locality", "postal_code")
    for office in _each(described.get("offices")):
        yield from (str(given["text"]) for given in _each(office.get("names")))
        for address in _each([office.get("address")]):
            yield from _texts(address, "text", "region", "locality")


def search_text(standing: Standing) -> str:
    """The folded text in which a search looks: numbers, names in every script, places."""
    if standing.key.register in {Register.MEASURES, Register.SUSPENSIONS}:
        return fold_fields(list(_searched(standing))[1:])
    return fold_fields(_searched(standing))


def folded_number(standing: Standing) -> str:
    """The number as it is compared with what somebody typed."""
    return fold(standing.key.number)


def sort_text(standing: Standing) -> str:
    """What the register is read in the order of: numbers, and measures by their day."""
    if standing.key.register in {Register.MEASURES, Register.SUSPENSIONS}:
        return f"{standing.phases[0].from_on.isoformat()} {standing.key.number}"[:LONGEST_SORT]
    return standing.key.number[:LONGEST_SORT]
