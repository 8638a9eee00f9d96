"""One JSON text for one value: RFC 8785 (JCS), narrowed to what notices use.

Integers only (at most 2**53 - 1 either way: RFC 7493), member names of printable ASCII, at most 32
levels. For this subset the order of RFC 8785 (UTF-16 code units) is the order of code points, so
the standard library's encoder writes it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import NoReturn

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1
MAX_DIGITS = len(str(-MAX_INTEGER))

_NOT_AN_INTEGER = "a number that is not an integer within 53 bits"


class NotCanonical(ValueError):
    """A value or a text outside the subset; the message says what."""


def encode(value: object) -> bytes:
    """Write `value` (None, bool, int, str, list, tuple, dict) as canonical UTF-8 bytes.

    NotCanonical for floats, large integers, odd member names, lone surrogates, depth.
    """
    _check(value, 0)
    return write(value)


def write(value: object) -> bytes:
    """Write, as `encode` does, a value that is known to be inside the subset.

    NotCanonical for lone surrogates.
    """
    try:
        return _dumps(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a string holds half a character (a lone surrogate)") from error


def decode(data: bytes) -> object:
    """Read canonical bytes; what does not re-encode to itself is refused.

    NotCanonical where the text is no JSON, repeats a member, or is not in canonical form.
    """
    value = parse(data)
    if encode(value) != data:
        raise NotCanonical("the text is not the canonical form of what it says")
    return value


def parse(data: bytes) -> object:
    """Read JSON for a caller that writes what it took from it again and compares the bytes.

    NotCanonical where the text is no JSON, or holds a number outside the subset.
    """
    try:
        return _loads(data.decode())
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON in UTF-8") from error


_dumps = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise NotCanonical(_NOT_AN_INTEGER)
    number = int(text)
    if not -MAX_INTEGER <= number <= MAX_INTEGER:
        raise NotCanonical(_NOT_AN_INTEGER)
    return number


def _refuse_number(_text: str) -> NoReturn:
    raise NotCanonical(_NOT_AN_INTEGER)


_loads = json.JSONDecoder(
    parse_int=_integer, parse_float=_refuse_number, parse_constant=_refuse_number
).decode


def _check(value: object, depth: int) -> None:
    """Refuse what is outside the subset; what notices have most of is passed over at once."""
    within: Iterable[object]
    if isinstance(value, dict):
        _check_names(value)
        within = value.values()
    elif isinstance(value, list | tuple):
        within = value
    else:
        _check_plain(value)
        return
    if depth == MAX_DEPTH:
        raise NotCanonical(f"nested deeper than {MAX_DEPTH} levels")
    for item in within:
        if isinstance(item, str):
            continue
        if type(item) is int:
            if not -MAX_INTEGER <= item <= MAX_INTEGER:
                raise NotCanonical(_NOT_AN_INTEGER)
            continue
        _check(item, depth + 1)


def _check_names(value: Mapping[object, object]) -> None:
    try:
        names = "".join(value)  # type: ignore[arg-type]  # what is no text raises TypeError
    except TypeError:
        names = "\n"
    if not (names.isascii() and names.isprintable()):
        raise NotCanonical("a member name must be printable ASCII")


def _check_plain(value: object) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if not isinstance(value, int):
        raise NotCanonical(f"{type(value).__name__}: not a JSON value we use")
    if not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise NotCanonical(_NOT_AN_INTEGER)
