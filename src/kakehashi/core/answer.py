"""What the receiver of a package says, as one canonical JSON object.

Only its cosignature is signed; the rest tells the sender how to go on, and is checked by the next
answer.
"""

from dataclasses import dataclass

from kakehashi.core.canonical import decode, encode
from kakehashi.core.package import MAX_CHECKPOINT_CHARACTERS, MAX_SLOTS, VERSION, Unreadable
from kakehashi.core.strict import count, items, members, text, version

Wanted = tuple[int, int, int]
"""A part's place (the index of its entry, its number) and the first byte of it that is wanted."""

MAX_ANSWER_BYTES = 2**20
_ALWAYS = frozenset(("generation", "size", "version", "wanted"))
_SOMETIMES = frozenset(("cosigned", "problem"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver says: how much it holds, its cosignature of that, what it still wants.

    `wanted` are (seq, number, offset) of parts, and from which byte on they are wanted: those that
    hold back the cosignature come first.
    """

    generation: int
    size: int
    cosigned: bytes | None = None
    wanted: tuple[Wanted, ...] = ()
    problem: str | None = None


def pack_answer(answer: Answer) -> bytes:
    """Write an answer as one canonical JSON object."""
    said: dict[str, object] = {
        "generation": answer.generation,
        "size": answer.size,
        "version": VERSION,
        "wanted": [list(one) for one in answer.wanted],
    }
    if answer.cosigned is not None:
        said["cosigned"] = answer.cosigned.decode()
    if answer.problem is not None:
        said["problem"] = answer.problem
    return encode(said)


def unpack_answer(data: bytes) -> Answer:
    """Read an answer; Unreadable if it is none of ours, or over 1 MiB."""
    if len(data) > MAX_ANSWER_BYTES:
        raise Unreadable(f"{len(data)} bytes, at most {MAX_ANSWER_BYTES}")
    try:
        return _answer(decode(data))
    except ValueError as error:
        raise Unreadable(str(error)) from error


def _answer(value: object) -> Answer:
    said = members(value, _ALWAYS, _SOMETIMES)
    version(said, "version", VERSION)
    cosigned = said.get("cosigned")
    return Answer(
        generation=count(said["generation"]),
        size=count(said["size"]),
        cosigned=None if cosigned is None else _note(cosigned),
        wanted=tuple(_wanted(item) for item in items(said["wanted"], MAX_SLOTS)),
        problem=text(said["problem"]) if "problem" in said else None,
    )


def _note(value: object) -> bytes:
    return text(value, MAX_CHECKPOINT_CHARACTERS).encode()


def _wanted(value: object) -> Wanted:
    seq, number, offset = map(count, items(value, 3))
    return seq, number, offset
