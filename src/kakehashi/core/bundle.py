"""Packages and answers in a file, for a USB stick, e-mail or the diplomatic bag.

A head line, then one JSON object a line; each line is canonical JSON. What a bundle carries is
judged exactly as if it had come over the network.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kakehashi.core.answer import Answer, pack_answer, unpack_answer
from kakehashi.core.canonical import decode, encode
from kakehashi.core.package import VERSION, Unreadable
from kakehashi.core.sealing import MAX_SEALED_BYTES
from kakehashi.core.strict import mapping, members, text, version

MAX_LINE_BYTES = MAX_SEALED_BYTES + 1024
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class BundleHead:
    """The first line of a bundle: its agreement, and the party that made it."""

    agreement: str
    author: str


def bundle(agreement: str, author: str, contents: Sequence[bytes | Answer]) -> bytes:
    """Put sealed packages and answers in one file."""
    return b"".join(bundle_lines(BundleHead(agreement, author), contents))


def bundle_lines(head: BundleHead, contents: Iterable[bytes | Answer]) -> Iterator[bytes]:
    """Write a bundle line by line, each with its line feed, so that no file need fit in memory."""
    yield encode({"agreement": head.agreement, "bundle": VERSION, "from": head.author}) + b"\n"
    for item in contents:
        if isinstance(item, Answer):
            yield encode({"answer": decode(pack_answer(item))}) + b"\n"
        else:
            yield encode({"package": item.decode("ascii")}) + b"\n"


def unbundle(data: bytes) -> tuple[str, str, tuple[bytes | Answer, ...]]:
    """Read a bundle: its agreement, the party that made it, and what stands in it, in order.

    Unreadable, with the number of the line that is none of ours.
    """
    lines = ((number, line[0]) for number, line in enumerate(_LINE.finditer(data), 1))
    head = read_head(next(lines, (1, b""))[1])
    return head.agreement, head.author, tuple(read_line(line, number) for number, line in lines)


def read_head(line: bytes) -> BundleHead:
    """Read the first line of a bundle, with its line feed; Unreadable names line 1."""
    try:
        said = members(_said(line), {"agreement", "bundle", "from"})
        version(said, "bundle", VERSION)
        return BundleHead(text(said["agreement"]), text(said["from"]))
    except ValueError as error:
        raise Unreadable(f"line 1: {error}") from error


def read_line(line: bytes, number: int) -> bytes | Answer:
    """Read a later line: a sealed package or an answer; Unreadable names the line's number."""
    try:
        said = mapping(_said(line))
        if "answer" in said:
            return unpack_answer(encode(members(said, {"answer"})["answer"]))
        return text(members(said, {"package"})["package"], MAX_SEALED_BYTES).encode("ascii")
    except ValueError as error:
        raise Unreadable(f"line {number}: {error}") from error


def _said(line: bytes) -> object:
    if len(line) > MAX_LINE_BYTES:
        raise Unreadable(f"over {MAX_LINE_BYTES} bytes")
    if not line.endswith(b"\n"):
        raise Unreadable("cut off before its end")
    return decode(line[:-1])
