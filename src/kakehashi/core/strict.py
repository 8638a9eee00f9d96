"""Taking decoded JSON apart, strictly: each function gives its value, or raises Unexpected.

What a reader takes leniently has a second form, and two forms are two hashes of one statement.
"""

from collections.abc import Set as AbstractSet

MAX_TEXT = 500


class Unexpected(ValueError):
    """Something else stands where a reader expects a value; the message says what it expects."""


def mapping(value: object) -> dict[str, object]:
    """Take an object."""
    if not isinstance(value, dict):
        raise Unexpected("an object is expected")
    return value


def members(
    value: object, required: AbstractSet[str], optional: AbstractSet[str] = frozenset()
) -> dict[str, object]:
    """Take an object that has all of `required`, perhaps some of `optional`, and nothing else."""
    said = mapping(value)
    if said.keys() == required:
        return said
    if missing := required - said.keys():
        raise Unexpected(f"{min(missing)} is missing")
    if said.keys() - required - optional:
        raise Unexpected("a member that is not known")
    return said


def items(value: object, most: int) -> list[object]:
    """Take a list of at most `most` items."""
    if not isinstance(value, list):
        raise Unexpected("a list is expected")
    if len(value) > most:
        raise Unexpected(f"a list of at most {most} is expected")
    return value


def count(value: object) -> int:
    """Take an integer from 0 (a truth value is none)."""
    if type(value) is not int or value < 0:
        raise Unexpected("a number that counts is expected")
    return value


def text(value: object, most: int = MAX_TEXT) -> str:
    """Take a text of 1 to `most` characters."""
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise Unexpected(f"a text of at most {most} characters is expected")
    return value


def version(said: dict[str, object], name: str, wanted: int) -> None:
    """Take the version member out of an object."""
    if count(said.pop(name, None)) != wanted:
        raise Unexpected(f"another {name} than {wanted}")
