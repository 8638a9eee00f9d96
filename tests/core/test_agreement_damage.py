"""Whatever happens to a profile's text, it is accepted whole or refused with lines."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.core.agreement import Profile, ProfileRefused, load
from kakehashi.core.notices import KIND_FACTS
from tests.core.hearing import FOLDERS, profile_text

NAMES = st.sampled_from(sorted(FOLDERS))
PLACES = st.floats(0, 1, exclude_max=True)
SCRAPS = st.sampled_from(
    ['"', "'", '"""', "[", "]", "[[", "{", "}", "=", ",", ".", "#", "\\", "\t", "\r", "é", "0",
     "1e9", "2024-01-01", "07:30:00", "true", "nan", '""', "[]", "{}", "JP", "all", "each",
     "[[rules]]", "[parties.XX]", "clause = 1", "kinds = []"]
)  # fmt: skip


def loaded_or_refused(text: str) -> None:
    try:
        problems = None
        found = load(text, kinds=KIND_FACTS)
    except ProfileRefused as refused:
        problems = refused.problems
    if problems is None:
        assert isinstance(found, Profile)
    else:
        last = text.count("\n") + 1
        assert problems
        assert all(1 <= problem.line <= last for problem in problems)


@settings(deadline=None, max_examples=60)
@given(NAMES, PLACES)
def test_a_lost_line_never_crashes_the_loader(name: str, place: float) -> None:
    lines = profile_text(name).split("\n")
    del lines[int(place * len(lines))]
    loaded_or_refused("\n".join(lines))


@settings(deadline=None, max_examples=60)
@given(NAMES, PLACES, PLACES)
def test_a_line_copied_elsewhere_never_crashes_the_loader(
    name: str, place: float, other: float
) -> None:
    lines = profile_text(name).split("\n")
    lines.insert(int(other * len(lines)), lines[int(place * len(lines))])
    loaded_or_refused("\n".join(lines))


@settings(deadline=None, max_examples=120)
@given(NAMES, PLACES, PLACES, SCRAPS, st.sampled_from([0, 1]))
def test_an_altered_line_never_crashes_the_loader(
    name: str, place: float, column: float, scrap: str, taken: int
) -> None:
    lines = profile_text(name).split("\n")
    index = int(place * len(lines))
    line = lines[index]
    at = int(column * (len(line) + 1))
    lines[index] = line[:at] + scrap + line[at + len(scrap) * taken :]
    loaded_or_refused("\n".join(lines))


@settings(deadline=None, max_examples=40)
@given(NAMES, PLACES)
def test_a_file_cut_short_never_crashes_the_loader(name: str, place: float) -> None:
    text = profile_text(name)
    loaded_or_refused(text[: int(place * len(text))])
