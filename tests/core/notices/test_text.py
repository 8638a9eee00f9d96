import pytest
from pydantic import BaseModel, ValidationError

from kakehashi.core.notices import KINDS, Notice, example
from kakehashi.core.notices.text import Name, OrganizationName, Text
from kakehashi.core.notices.values import Address, Identifier, Month, Place, Register
from tests.core.notices.leaves import Json, as_json, at, changed, free_texts

REFUSED = {
    "a null character": "a\x00b",
    "an escape": "a\x1bb",
    "a C1 control": "a\x9fb",
    "a right-to-left override": "moc.elpmaxe\u202e",
    "an embedding": "a\u202ab",
    "an isolate": "a\u2066b",
    "a line separator": "a\u2028b",
    "half a character": "a\ud800b",
    "no character": "a\uffffb",
    "nothing but spaces": " \u3000 ",
    "nothing": "",
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_anywhere_takes_what_misleads_or_is_empty(kind: str) -> None:
    notice = example(kind)
    said = as_json(notice)
    taken = [
        (path, what)
        for path in free_texts(notice)
        for what, text in REFUSED.items()
        if is_taken(notice, changed(said, path, text))
    ]
    assert taken == []


def is_taken(notice: Notice, said: Json) -> bool:
    try:
        type(notice).model_validate(said)
    except ValidationError:
        return False
    return True


def test_free_texts_are_found_in_most_kinds() -> None:
    assert len([kind for kind in KINDS if list(free_texts(example(kind)))]) > 65


@pytest.mark.parametrize(
    "text",
    [
        "ក្រុមហ៊ុន\u200bមេគង្គ",
        "ғӣқӯҳҷ ҒӢҚӮҲҶ",
        "ガ\u3099 ㈱　青葉",
        "Å A\u030a",
        " leading and trailing ",
        "👩‍👩‍👧",
    ],
)
def test_a_name_keeps_every_code_point(text: str) -> None:
    assert Name(text=text, lang="und", script="Zyyy").text == text


def test_paragraphs_may_have_lines_and_names_may_not() -> None:
    assert Text(lang="en", text="One.\n\nTwo.\tThree.").text.count("\n") == 2
    with pytest.raises(ValidationError):
        Name(text="One\nTwo", lang="en", script="Latn")


@pytest.mark.parametrize("lang", ["en", "ja", "km", "tg", "ru", "tg-Cyrl", "zh-Hant-TW", "fil"])
def test_languages_are_tags_in_their_canonical_case(lang: str) -> None:
    assert Text(lang=lang, text="x").lang == lang


@pytest.mark.parametrize("lang", ["EN", "english", "zh_TW", "tg-cyrl", "", "e"])
def test_what_is_no_tag_is_refused(lang: str) -> None:
    with pytest.raises(ValidationError):
        Text(lang=lang, text="x")


def test_a_text_is_bounded() -> None:
    Text(lang="en", text="x" * 20_000)
    with pytest.raises(ValidationError):
        Text(lang="en", text="x" * 20_001)


@pytest.mark.parametrize(
    ("scheme", "number", "usual"),
    [
        (Register.SENDING, "KHM000005", True),
        (Register.SENDING, "KHM 5", False),
        (Register.SUPPORTING, "19登-000001", True),
        (Register.SUPPORTING, "１９登－０００００１", False),
        (Register.CORPORATE, "9999999990001", True),
        (Register.TAX, "whatever it is", True),
    ],
)
def test_a_number_is_kept_as_given_and_known_to_be_usual_or_not(
    scheme: Register, number: str, *, usual: bool
) -> None:
    identifier = Identifier(scheme=scheme, number=number)
    assert identifier.number == number
    assert identifier.is_usual is usual


def test_each_name_says_its_language_script_and_use() -> None:
    name = OrganizationName(text="ҶДММ «Роҳи Нав»", lang="tg", script="Cyrl")
    assert name.model_dump(mode="json") == {
        "text": "ҶДММ «Роҳи Нав»",
        "lang": "tg",
        "script": "Cyrl",
        "use": "official",
    }


@pytest.mark.parametrize("country", ["kh", "KHM", "K", ""])
def test_a_country_is_a_code_of_two_letters(country: str) -> None:
    with pytest.raises(ValidationError):
        Place(country=country)
    with pytest.raises(ValidationError):
        Address(text="x", lang="en", country=country)


def test_a_month_is_no_day() -> None:
    class Holder(BaseModel):
        month: Month

    assert Holder(month="2026-02").month == "2026-02"
    for wrong in ("2026-13", "2026-2", "2026-02-01"):
        with pytest.raises(ValidationError):
            Holder(month=wrong)


def test_an_example_of_each_script_is_among_the_examples() -> None:
    said = [
        at(as_json(example(kind)), path) for kind in KINDS for path in free_texts(example(kind))
    ]
    text = "".join(said)
    for letter in ("ក", "ҷ", "ҳ", "一", "ア", "О"):
        assert letter in text
