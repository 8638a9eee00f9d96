"""What the receiver of a package answers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.answer import MAX_ANSWER_BYTES, Answer, pack_answer, unpack_answer
from kakehashi.core.canonical import encode
from kakehashi.core.package import MAX_SLOTS, Unreadable

counts = st.integers(0, 2**53 - 1)
words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
answers = st.builds(
    Answer,
    counts,
    counts,
    cosigned=st.none() | words.map(str.encode),
    wanted=st.lists(st.tuples(counts, counts, counts), max_size=5).map(tuple),
    problem=st.none() | words,
)


@given(answers)
def test_an_answer_reads_back_as_itself(answer: Answer) -> None:
    assert unpack_answer(pack_answer(answer)) == answer


@given(st.binary(max_size=100))
def test_whatever_comes_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        unpack_answer(data)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": True},
        {"size": -1},
        {"size": "1"},
        {"size": None},
        {"generation": True},
        {"wanted": {}},
        {"wanted": [[1]]},
        {"wanted": [[1, 2]]},
        {"wanted": [[1, 2, 3, 4]]},
        {"wanted": [[1, -2, 0]]},
        {"wanted": [[0, 0, 0]] * (MAX_SLOTS + 1)},
        {"cosigned": 7},
        {"cosigned": "x" * 5000},
        {"problem": ""},
        {"problem": "x" * 501},
        {"comment": "x"},
    ],
)
def test_another_answer_is_unreadable(change: dict[str, object]) -> None:
    said = json.loads(pack_answer(Answer(1, 2)))
    with pytest.raises(Unreadable):
        unpack_answer(encode({**said, **change}))
    with pytest.raises(Unreadable):
        unpack_answer(json.dumps(said).encode())


def test_an_answer_is_at_most_a_megabyte_and_the_longest_one_is_less() -> None:
    most = Answer(1, 2**53 - 1, b"x" * 4096, ((2**53 - 1, 63, 0),) * MAX_SLOTS, "x" * 500)
    assert len(pack_answer(most)) < MAX_ANSWER_BYTES
    with pytest.raises(Unreadable, match="at most"):
        unpack_answer(b" " * (MAX_ANSWER_BYTES + 1))
