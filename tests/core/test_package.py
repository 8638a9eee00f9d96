"""Packages are laid out in one way, and nothing that comes can make a reader stumble."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.canonical import encode
from kakehashi.core.package import (
    MAX_ENTRIES,
    MAX_EXCUSED,
    MAX_PLAIN_BYTES,
    Blob,
    Package,
    Piece,
    Unreadable,
    pack,
    unpack,
)

PLAIN = Package("jp-kh-2019", b"note\n", 3)
Change = Callable[[dict[str, Any]], object]

counts = st.integers(0, 2**53 - 1)
tokens = st.lists(st.text("abc.-_", min_size=1).map(str.encode), max_size=4).map(tuple)
blobs = st.lists(
    st.builds(Blob, counts, counts, st.binary(max_size=50)),
    max_size=4,
    unique_by=lambda blob: (blob.seq, blob.number),
).map(tuple)
pieces = st.lists(
    st.builds(
        Piece,
        counts,
        counts,
        st.binary(min_size=32, max_size=32),
        counts,
        counts,
        st.binary(max_size=50),
    ),
    max_size=3,
).map(tuple)
notes = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).map(str.encode)
packages = st.builds(
    Package, st.just("jp-kh-2019"), notes, counts, entries=tokens, blobs=blobs, excused=tokens
) | st.builds(Package, st.just("jp-kh-2019"), notes, counts, pieces=pieces)


def with_head(change: Change, rest: bytes = b"") -> bytes:
    head = json.loads(pack(PLAIN).partition(b"\n")[0])
    change(head)
    return encode(head) + b"\n" + rest


@given(packages)
def test_a_package_reads_back_as_itself(package: Package) -> None:
    assert unpack(pack(package)) == package


@given(packages, st.integers(0, 2**31))
def test_a_package_that_is_cut_off_or_longer_is_unreadable(package: Package, place: int) -> None:
    plain = pack(package)
    for other in (plain[: place % len(plain)], plain + b"\0"):
        with pytest.raises(Unreadable):
            unpack(other)


def test_a_head_without_its_line_feed_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="head"):
        unpack(pack(PLAIN).removesuffix(b"\n"))


@given(st.binary(max_size=300))
def test_whatever_comes_is_read_or_unreadable(plain: bytes) -> None:
    with pytest.raises(Unreadable):
        unpack(plain)


REFUSED: dict[str, Change] = {
    "another version": lambda h: h.update(version=2),
    "a truth value for a version": lambda h: h.update(version=True),
    "an unknown member": lambda h: h.update(comment="x"),
    "a missing member": lambda h: h.pop("excused"),
    "a number below 0": lambda h: h.update(first=-1),
    "a truth value for a number": lambda h: h.update(first=False),
    "an entry that is no text": lambda h: h.update(entries=[1]),
    "an entry that is not ASCII": lambda h: h.update(entries=["é"]),
    "an empty entry": lambda h: h.update(entries=[""]),
    "entries that are a text": lambda h: h.update(entries="abc"),
    "257 entries": lambda h: h.update(entries=["x"] * (MAX_ENTRIES + 1)),
    "a thousand excuses and more": lambda h: h.update(excused=["x"] * (MAX_EXCUSED + 1)),
    "a part of two numbers": lambda h: h.update(parts=[[0, 0]]),
    "a part of four numbers": lambda h: h.update(parts=[[0, 0, 0, 0]]),
    "a part that is a text": lambda h: h.update(parts=["000"]),
    "a part longer than what is there": lambda h: h.update(parts=[[0, 0, 2**53 - 1]]),
    "a part shorter than what is there": lambda h: h.update(parts=[[0, 0, 3]]),
    "one part twice": lambda h: h.update(parts=[[0, 0, 2], [0, 0, 2]]),
    "a piece that is a list": lambda h: h.update(pieces=[[0, 0, 4]]),
    "a piece with a short digest": lambda h: h.update(
        pieces=[{"digest": "AAAA", "length": 4, "number": 0, "offset": 0, "seq": 0, "total": 4}]
    ),
    "a checkpoint of a megabyte": lambda h: h.update(checkpoint="x" * 2**20),
    "an agreement that is none": lambda h: h.update(agreement=None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_another_head_is_unreadable(name: str) -> None:
    with pytest.raises(Unreadable):
        unpack(with_head(REFUSED[name], b"four"))


def test_the_unchanged_head_is_read() -> None:
    assert unpack(with_head(lambda _: None)) == PLAIN


def test_pieces_come_without_entries_and_parts() -> None:
    piece = Piece(0, 0, bytes(32), 0, 4, b"four")
    assert unpack(pack(replace(PLAIN, pieces=(piece,)))).pieces == (piece,)
    for beside in ({"entries": (b"x",)}, {"blobs": (Blob(0, 1, b""),)}):
        with pytest.raises(Unreadable, match="beside pieces"):
            pack(replace(PLAIN, pieces=(piece,), **beside))


@pytest.mark.parametrize(
    "line", [b"[" * 2**20, b'{"a":' * 2**18, b"9" * 2**20, b"[" + b"{}," * 2**18 + b"{}]", b"nul"]
)
def test_heads_made_to_exhaust_a_reader_are_unreadable(line: bytes) -> None:
    with pytest.raises(Unreadable):
        unpack(line + b"\n")


def test_a_package_is_at_most_three_megabytes() -> None:
    head = len(pack(replace(PLAIN, blobs=(Blob(0, 0, bytes(10**6)),)))) - 10**6
    full = replace(PLAIN, blobs=(Blob(0, 0, bytes(MAX_PLAIN_BYTES - head)),))
    assert len(pack(full)) == MAX_PLAIN_BYTES
    with pytest.raises(Unreadable, match="at most"):
        pack(replace(full, blobs=(Blob(0, 0, full.blobs[0].data + b"\0"),)))


def test_nothing_is_packed_that_its_recipient_could_not_read() -> None:
    for odd in (
        replace(PLAIN, entries=(b"x",) * (MAX_ENTRIES + 1)),
        replace(PLAIN, blobs=(Blob(0, 0, b"a"), Blob(0, 0, b"b"))),
        replace(PLAIN, first=-1),
    ):
        with pytest.raises(Unreadable):
            pack(odd)
