"""Packages and answers in a file: whole, or the line that is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.answer import Answer
from kakehashi.core.bundle import (
    MAX_LINE_BYTES,
    BundleHead,
    bundle,
    bundle_lines,
    read_head,
    read_line,
    unbundle,
)
from kakehashi.core.package import Unreadable
from kakehashi.core.sealing import MAX_SEALED_BYTES

sealed = st.text("abc.-_", min_size=1, max_size=30).map(str.encode)
contents = st.lists(sealed | st.builds(Answer, st.integers(1, 9), st.integers(0, 9)), max_size=5)
SAMPLE: list[bytes | Answer] = [b"first.package", Answer(1, 5, problem="root"), b"second.package"]


@given(contents)
def test_a_bundle_reads_back_as_itself(some: list[bytes | Answer]) -> None:
    data = bundle("jp-kh-2019", "JP", some)
    assert unbundle(data) == ("jp-kh-2019", "JP", tuple(some))


def test_a_bundle_is_read_and_written_line_by_line_as_well() -> None:
    lines = list(bundle_lines(BundleHead("jp-kh-2019", "JP"), SAMPLE))
    assert b"".join(lines) == bundle("jp-kh-2019", "JP", SAMPLE)
    assert read_head(lines[0]) == BundleHead("jp-kh-2019", "JP")
    assert [read_line(line, number) for number, line in enumerate(lines[1:], 2)] == SAMPLE


@given(contents, st.integers(0, 2**31))
def test_a_bundle_that_is_cut_off_within_a_line_names_that_line(
    some: list[bytes | Answer], place: int
) -> None:
    data = bundle("jp-kh-2019", "JP", some)
    cut = data[: place % len(data)]
    if cut.endswith(b"\n"):
        return
    with pytest.raises(Unreadable, match=rf"^line {cut.count(10) + 1}: "):
        unbundle(cut)


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (1, b'{"agreement":"jp-kh-2019","bundle":2,"from":"JP"}'),
        (1, b'{"agreement":"jp-kh-2019","bundle":true,"from":"JP"}'),
        (1, b'{"agreement":"jp-kh-2019","from":"JP"}'),
        (1, b'{"agreement":7,"bundle":1,"from":"JP"}'),
        (1, b"[]"),
        (2, b'{"package": "spaced.out"}'),
        (2, b'{"package":7}'),
        (2, b'{"package":""}'),
        (2, '{"package":"é"}'.encode()),
        (2, b'{"package":"x","comment":"y"}'),
        (2, b'{"parcel":"x"}'),
        (3, b'{"answer":{}}'),
        (3, b'{"answer":{"generation":1,"size":true,"version":1,"wanted":[]}}'),
        (3, b"null"),
        (4, b""),
        (4, b"\r"),
        (4, b"\xff"),
        (4, b"[" * 100_000),
        (4, b'{"package":"' + b"x" * MAX_SEALED_BYTES + b'x"}'),
        (4, b"x" * (MAX_LINE_BYTES + 1)),
    ],
)
def test_a_damaged_line_is_named_by_its_number(number: int, line: bytes) -> None:
    lines = bundle("jp-kh-2019", "JP", SAMPLE).split(b"\n")
    lines[number - 1] = line
    with pytest.raises(Unreadable, match=rf"^line {number}: "):
        unbundle(b"\n".join(lines))


def test_an_empty_file_lacks_its_first_line() -> None:
    with pytest.raises(Unreadable, match="line 1"):
        unbundle(b"")
