import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.agreement.lines import Path, line_numbers, line_of
from tests.core.hearing import FOLDERS, profile_text

TEXT = '''# a comment with [brackets] and "quotes"
title = "first # not a comment"   # a comment
'quoted key'."and.dotted".x = 1

[table]   # comment
when = 2024-08-05 07:32:00
list = [   # opens
  "one", # comment ]
  [1, 2,
   3],
  { inline = "x", "deep"."er" = [true, false] },
]
long = """
[not.a.table]
key = "no key" \\""" still
"""""
raw = \'\'\'
[[neither]]\'\'\'

[[array]]
a = 1
[array.sub]
b = 2
[[array.items]]
c = 3
[[array.items]]
c = 4
[[array]]
a = 5
'''


def paths(value: object, here: Path = ()) -> Iterator[Path]:
    if here:
        yield here
    if isinstance(value, dict):
        for key, member in value.items():
            yield from paths(member, (*here, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*here, index))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("quoted key", "and.dotted", "x"), 3),
        (("table",), 5),
        (("table", "when"), 6),
        (("table", "list"), 7),
        (("table", "list", 0), 8),
        (("table", "list", 1, 2), 10),
        (("table", "list", 2, "deep", "er", 1), 11),
        (("table", "long"), 13),
        (("table", "raw"), 17),
        (("array", 0, "a"), 21),
        (("array", 0, "sub", "b"), 23),
        (("array", 0, "items", 1, "c"), 27),
        (("array", 1, "a"), 29),
    ],
)
def test_the_line_of_a_key_is_found(path: Path, line: int) -> None:
    assert line_numbers(TEXT)[path] == line


def test_what_has_no_line_has_that_of_the_table_around_it() -> None:
    assert line_of(line_numbers(TEXT), ("table", "missing", "deeper")) == 5
    assert line_of({}, ("anything",)) == 1


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_every_value_of_a_profile_has_a_line_on_which_its_key_stands(name: str) -> None:
    text = profile_text(name)
    lines = text.split("\n")
    found = line_numbers(text)
    for path in paths(tomllib.loads(text)):
        key = next(str(step) for step in reversed(path) if isinstance(step, str))
        if isinstance(path[-1], str):
            assert key in lines[found[path] - 1], path
        else:
            assert path in found


def test_carriage_returns_do_not_move_lines() -> None:
    assert line_numbers(TEXT.replace("\n", "\r\n")) == line_numbers(TEXT)


KEYS = st.from_regex(r"[a-z0-9_-]{1,5}", fullmatch=True)
WRITTEN = st.recursive(
    st.sampled_from(
        ["1", "true", '"a#]}"', "'b[{'", '"""\n x"""', "'''\n'''", "2024-01-01", "-1.5"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[\n" + ", # c\n".join(items) + "\n]"),
        st.lists(st.tuples(KEYS, inner), max_size=3, unique_by=lambda pair: pair[0]).map(
            lambda pairs: "{" + ", ".join(f"{key} = {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=8,
)


@given(st.lists(st.tuples(KEYS, WRITTEN), max_size=6, unique_by=lambda pair: pair[0]))
def test_every_valid_text_gives_a_line_for_every_value(pairs: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in pairs)
    assert set(paths(tomllib.loads(text))) <= set(line_numbers(text))
