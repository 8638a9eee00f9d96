"""Names of every script come out in the Latin letters that people write them with."""

import pytest

from kakehashi.core.names import cyrillic, forms, kana, kanji, khmer
from kakehashi.core.names.cleaning import clean
from kakehashi.core.names.prepared import Kind, prepare
from kakehashi.core.names.sounds import Tongue, plain, sounding


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("ភ្នំពេញ", "phnumpenh"),
        ("ភ្នំពេញ", "phnompenh"),
        ("សុខ", "sok"),
        ("ចាន់", "chan"),
        ("កំពង់ចាម", "kampongcham"),
        ("ព្រះសីហនុ", "preahseihnu"),
        ("បាត់ដំបង", "batdambang"),
        ("សៀមរាប", "siemreab"),
        ("ពោធិ៍", "pou"),
        ("ធម៌", "thom"),
        ("ប៉ាន", "pan"),
        ("ជ័យ", "chey"),
        ("ត្រពាំង", "trapeang"),
        ("អង្គរ", "angkor"),
        ("ហ្វូ", "fou"),
        ("អ្នកតា", "neakta"),
    ],
)
def test_khmer_is_read_by_its_series_subscripts_and_signs(written: str, spelled: str) -> None:
    assert spelled in khmer.romanize(written)


def test_a_bantoc_shortens_and_a_toandakhiat_silences() -> None:
    assert khmer.romanize("គន់") == ("kon",)
    assert khmer.romanize("ពន្ធ៍")[0] == khmer.romanize("ពន់")[0]


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("ҷамолов", ("jamolov", "chamolov")),
        ("қодирӣ", ("qodiri",)),
        ("ғафуров", ("ghafurov",)),
        ("ӯроқов", ("uroqov",)),
        ("семёнов", ("semyonov", "semenov")),
        ("щукин", ("shchukin",)),
    ],
)
def test_cyrillic_has_the_tajik_letters_and_both_ways_of_those_that_vary(
    written: str, spelled: tuple[str, ...]
) -> None:
    assert cyrillic.romanize(written) == spelled


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("きょうと", "kyouto"),
        ("シャチョウ", "shachou"),
        ("マッチ", "macchi"),
        ("フィリップ", "firippu"),
        ("ティー", "tii"),
        ("ヴェトナム", "vetonamu"),
        ("んー", "n"),
    ],
)
def test_kana_are_written_in_hepburn_letters(written: str, spelled: str) -> None:
    assert kana.romanize(written) == spelled


@pytest.mark.parametrize(
    ("one", "other"),
    [("kondou", "kondo"), ("ohno", "ono"), ("tsuchi", "tuti"), ("fujii", "huzi"), ("jun", "zyun")],
)
def test_ways_of_writing_one_japanese_sound_are_heard_alike(one: str, other: str) -> None:
    assert sounding(Tongue.JAPANESE, one) == sounding(Tongue.JAPANESE, other)


def test_each_kanji_has_its_readings_and_they_change_inside_a_word() -> None:
    first, second = kanji.choices("山川")
    assert "yama" in first
    assert {"kawa", "gawa"} <= set(second)
    assert "saki" not in first
    assert kanji.choices("佐々")[0] == kanji.choices("佐佐")[0]
    assert kanji.choices("井ノ上")[1] == ("no",)


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("Đặng", "dang"),
        ("Nguyễn", "nguyen"),
        ("Łódź", "lodz"),
        ("ÅSE", "ase"),
        ("Straße", "strasse"),
    ],
)
def test_accents_do_not_count(written: str, bare: str) -> None:
    assert plain(clean(written).words[0][0]) == bare


@pytest.mark.parametrize(
    "name",
    [
        "株式会社みなと",
        "みなと(株)",
        "㈱みなと",
        "みなと協同組合",
        "事業協同組合みなと",
        "みなと有限会社",
        "MINATO CO., LTD.",
        "Minato Company Limited",
        "Minato Corporatoin",
        "ООО «Минато»",
        "Общество с ограниченной ответственностью Минато",
        "ҶДММ «Минато»",
        "ЧДММ Минато",
        "ក្រុមហ៊ុន មីណាតុ",
        "CÔNG TY TNHH Minato",
    ],
)
def test_legal_forms_of_all_four_scripts_are_taken_out(name: str) -> None:
    found = prepare(name, Kind.ORGANIZATION)
    assert found.legal
    assert len(found.words) == 1


@pytest.mark.parametrize("name", ["株式会社", "Co., Ltd.", "ООО", "ក្រុមហ៊ុន"])
def test_a_name_that_is_only_a_legal_form_stays(name: str) -> None:
    assert prepare(name).words


def test_a_person_has_no_legal_form() -> None:
    assert not prepare("Sa Ao", Kind.PERSON).legal
    assert len(prepare("Sa Ao", Kind.PERSON).words) == 2


def test_a_word_of_business_meets_its_translation_however_it_is_bent() -> None:
    codes = {forms.business(word) for word in ("завод", "заводы", "plant", "plants", "factory")}
    assert len(codes) == 1
    assert codes != {""}
    assert [code for _, code in forms.split_business("若葉工業")][1] == forms.business("industries")
