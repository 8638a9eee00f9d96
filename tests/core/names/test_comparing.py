"""Two names are compared across scripts, and the evidence says which words met, and how."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.core.names import (
    LIKELY,
    POSSIBLE,
    Agreement,
    Flag,
    Kind,
    Path,
    Shelf,
    agree,
    compare,
    index_terms,
    likeness,
    prepare,
)
from kakehashi.core.names.shelf import nearest, shortlist

# Invented persons and organizations.
ONE = [
    ("សុខ ចាន់", "Sok Chan", Kind.PERSON),
    ("ចាន់ សុខ", "SOK Chan", Kind.PERSON),
    ("កែវ ស្រីនាង", "Keo Sreyneang", Kind.PERSON),
    ("ក្រុមហ៊ុន មេគង្គ", "Mekong Co., Ltd.", Kind.ORGANIZATION),
    ("ត្រពាំងថ្លុក", "Trapaing Thlok", Kind.UNKNOWN),
    ("Қодиров Ҷамшед Ғафурович", "Qodirov Jamshed Ghafurovich", Kind.PERSON),
    ("Қодиров Ҷамшед", "Kodirov Dzhamshed", Kind.PERSON),
    ("Ҳикматов Рустам", "Khikmatov Rustam", Kind.PERSON),
    ("Семёнова Юлия", "Semyonova Yuliya", Kind.PERSON),
    ("Семёнова Юлия", "Semenova Iuliia", Kind.PERSON),
    ("ООО «Роҳнамо»", "Rohnamo LLC", Kind.ORGANIZATION),
    ("タナカ ヒロシ", "Hiroshi Tanaka", Kind.PERSON),
    ("株式会社カケハシサービス", "KAKEHASHI SERVICE CO., LTD.", Kind.ORGANIZATION),
    ("若葉工業株式会社", "Wakaba Kogyo K.K.", Kind.ORGANIZATION),
    ("若葉工業株式会社", "Wakaba Industries, Ltd.", Kind.ORGANIZATION),
    ("山下太郎", "Yamashita Taro", Kind.PERSON),
    ("山下太郎", "Tarou Yamashita", Kind.PERSON),
    ("山下太郎", "ヤマシタタロウ", Kind.PERSON),
    ("Nguyễn Thị Hoa", "NGUYEN THI HOA", Kind.PERSON),
    ("John Brown", "Jon Brown", Kind.PERSON),
    ("Phnom Penh Manpower", "PHNOMPENH MANPOWER CO., LTD.", Kind.ORGANIZATION),
]
OTHERS = [
    ("សុខ ចាន់", "Keo Sreyneang", Kind.PERSON),
    ("សុខ ចាន់", "Sok Dara", Kind.PERSON),
    ("Қодиров Ҷамшед", "Qodirov Rustam", Kind.PERSON),
    ("山下太郎", "Yamashita Hanako", Kind.PERSON),
    ("若葉工業株式会社", "Midori Kogyo K.K.", Kind.ORGANIZATION),
    ("Мехрубон завод", "Sarvinoz plant", Kind.ORGANIZATION),
    ("John Brown", "Jane Brown", Kind.PERSON),
]


@pytest.mark.parametrize(("left", "right", "kind"), ONE)
def test_one_name_in_two_scripts_is_likely(left: str, right: str, kind: Kind) -> None:
    found = compare(prepare(left, kind), prepare(right, kind))
    assert found.score >= LIKELY, found


@pytest.mark.parametrize(("left", "right", "kind"), OTHERS)
def test_names_that_share_a_word_are_not_one(left: str, right: str, kind: Kind) -> None:
    found = compare(prepare(left, kind), prepare(right, kind))
    assert found.score < LIKELY, found


@pytest.mark.parametrize(
    ("left", "right", "path", "words"),
    [
        ("Sok Chan", "CHAN Sok", Path.SAME, ("sok", "sok")),
        ("សុខ ចាន់", "Sok Chan", Path.SOUND, ("សុខ", "sok")),
        ("Sreyneang Keo", "Sreynaeng Keo", Path.NEAR, ("sreyneang", "sreynaeng")),
        ("J. Brown", "John Brown", Path.INITIAL, ("j", "john")),
        ("山下太郎", "Yamashita Taro", Path.READING, ("山下太郎", "yamashita taro")),
        ("若葉工業", "Wakaba Industries", Path.MEANING, ("工業", "industries")),
        ("ត្រពាំងថ្លុក", "Trapaing Thlok", Path.TOGETHER, ("ត្រពាំងថ្លុក", "trapaing thlok")),
    ],
)
def test_the_evidence_names_the_words_and_their_path(
    left: str, right: str, path: Path, words: tuple[str, str]
) -> None:
    met = compare(prepare(left), prepare(right)).met
    assert (path, *words) in [(one.path, one.left, one.right) for one in met]


@pytest.mark.parametrize(
    ("left", "right"),
    [("宇都宮幸次郎", "Utsunomiya Kojiro"), ("伊集院肇太郎", "Toshitaro Ijuin")],
)
def test_a_kanji_that_no_table_reads_so_leaves_the_others_read(left: str, right: str) -> None:
    assert likeness(prepare(left, Kind.PERSON), prepare(right, Kind.PERSON)) >= POSSIBLE


def test_what_met_nothing_is_named_on_its_side() -> None:
    found = compare(prepare("Sok Chan Dara", Kind.PERSON), prepare("Chan Sok", Kind.PERSON))
    assert found.left_alone == ("dara",)
    assert found.right_alone == ()
    assert POSSIBLE <= found.score < 1


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("Sоk Chan", Flag.MIXED_SCRIPTS),
        ("Mekong Сосо", Flag.LOOKALIKE_WORD),
        ("So\u200bk Chan", Flag.INVISIBLE),
        ("\u202enahC koS", Flag.DIRECTION),
        ("S\u0301\u0301\u0301\u0301\u0301ok", Flag.STACKED_MARKS),
        ("Sok " * 25_000, Flag.TOO_LONG),
    ],
)
def test_tricks_are_flagged(name: str, flag: Flag) -> None:
    assert flag in [one.flag for one in prepare(name).oddities]


def test_a_cyrillic_letter_in_a_latin_name_hides_nothing() -> None:
    found = compare(prepare("Sоk Сhаn", Kind.PERSON), prepare("Sok Chan", Kind.PERSON))
    assert found.score == 1
    assert {one.word for one in found.oddities} == {"sоk", "сhаn"}


def test_khmer_typed_with_zero_width_spaces_is_no_trick() -> None:
    assert not prepare("ភ្នំ\u200bពេញ").oddities


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        ("SOK CHAN", "Chan Sok", Agreement.SAME),
        ("សុខ ចាន់", "SOK CHAN", Agreement.SPELLED_OTHERWISE),
        ("Sok Chan", "Sok Chann", Agreement.SPELLED_OTHERWISE),
        ("Қодиров Ҷамшед", "Qodirov Jamshed", Agreement.SPELLED_OTHERWISE),
        ("Sok Chan", "Sok Pisey", Agreement.DOUBTFUL),
        ("Sok Chan", "Keo Pisey", Agreement.DIFFERENT),
        ("", "Sok", Agreement.DIFFERENT),
        ("…", "…", Agreement.DIFFERENT),
    ],
)
def test_two_papers_agree_or_do_not(left: str, right: str, agreement: Agreement) -> None:
    assert agree(left, right).agreement is agreement
    assert agree(right, left).agreement is agreement


_LETTERS = st.text(
    st.sampled_from("abckonS йқҷ Ёо សុខចាន់្ប៉ 山太郎々ケーンっ(株)・.'\u200b\u202e\u0301ñĐ 1９ㅎ𠮷"),
    max_size=60,
)


@given(_LETTERS, _LETTERS)
@settings(deadline=None)
def test_the_order_of_two_names_makes_no_difference(left: str, right: str) -> None:
    one, other = prepare(left), prepare(right)
    assert likeness(one, other) == likeness(other, one) == compare(one, other).score
    assert 0 <= likeness(one, other) <= 1
    there, back = compare(one, other), compare(other, one)
    assert [(met.left, met.right) for met in there.met] == [
        (met.right, met.left) for met in back.met
    ]


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_can_be_prepared_and_is_like_itself(text: str) -> None:
    name = prepare(text)
    assert likeness(name, prepare(text)) in (0, 1)
    assert len(index_terms(name)) <= 120
    again = prepare(" ".join(word.text for word in name.words), Kind.PERSON)
    assert not again.oddities


@pytest.mark.parametrize("letter", ["a", "ក្", "山", "ж", "a ", "\u0301", "ﷺ", "កា ", "あ"])
def test_a_name_of_100_000_characters_takes_bounded_space(letter: str) -> None:
    name = prepare(letter * 100_000)
    assert sum(len(word.text) for word in name.words) <= 1_000
    assert len(index_terms(name)) <= 120
    assert likeness(name, prepare("Sok Chan")) < POSSIBLE


@pytest.mark.parametrize(("left", "right", "kind"), ONE)
def test_an_index_finds_one_name_by_the_other(left: str, right: str, kind: Kind) -> None:
    shelf = Shelf()
    for number in range(300):
        shelf.add(index_terms(prepare(f"Name{number * 7919 % 1000} Person{number}")))
    for name in (left, right):
        place = shelf.add(index_terms(prepare(name, kind)))
        other = right if name == left else left
        assert place in shelf.candidates(index_terms(prepare(other, kind)), limit=5)


def test_an_index_finds_a_name_with_two_slips() -> None:
    shelf = Shelf()
    names = [
        f"{first} {last} Trading" for first in ("Mekong", "Angkor") for last in ("Star", "Sun")
    ]
    for name in names:
        shelf.add(index_terms(prepare(name)))
    assert shelf.candidates(index_terms(prepare("Megkong Stra Trading")), limit=1) == [0]
    assert shelf.candidates(index_terms(prepare("…")), limit=1) == []


def test_a_short_word_with_two_slips_is_on_the_short_list_by_its_letters() -> None:
    texts = {number: f"Mekong Bank {number}" for number in range(50)} | {50: "ROHM", 51: ""}
    assert 50 in shortlist("yROM", texts, limit=10)
    assert shortlist("Mekong", texts, limit=10)[:5] == [0, 1, 2, 3, 4]
    assert len(shortlist("សុខ", texts, limit=10)) == 10
    assert shortlist("សុខ", {}, limit=10) == []


def test_of_equal_names_no_more_are_counted_than_asked_for() -> None:
    counted = Counter({1: 5, 2: 3, 3: 3, 4: 1})
    assert sorted(nearest(counted, limit=2)) == [1, 2]
    assert sorted(nearest(counted, limit=3)) == [1, 2, 3]
    assert sorted(nearest(counted, limit=9)) == [1, 2, 3, 4]
