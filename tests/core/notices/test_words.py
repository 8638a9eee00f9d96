from kakehashi.core.heeded import Reason
from kakehashi.core.notices import KINDS
from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault
from kakehashi.core.notices.fields import FIELDS
from kakehashi.core.notices.protocol import SET_ASIDE_REASONS
from kakehashi.core.notices.schema import payload_types
from kakehashi.core.notices.words import texts


def test_no_text_is_listed_twice_and_none_is_empty() -> None:
    found = texts()
    assert len(set(found)) == len(found)
    assert all(text.strip() == text and text for text in found)


def test_every_label_that_a_page_may_show_is_among_them() -> None:
    found = set(texts())
    for kind in KINDS.values():
        assert {kind.title, kind.description} <= found
        for shape in payload_types(kind):
            for field in shape.model_fields.values():
                assert field.title in found
                assert field.description is None or field.description in found
    for code in Code.__subclasses__():
        if code.__module__.startswith("kakehashi."):
            assert {member.label for member in code} <= found
    assert {field.name_en for field in FIELDS} <= found


def test_every_field_has_its_own_short_title() -> None:
    for kind in KINDS.values():
        for shape in payload_types(kind):
            for name, field in shape.model_fields.items():
                assert field.title, f"{shape.__name__}.{name}"
                assert len(field.title) <= 60, f"{shape.__name__}.{name}"


def test_titles_of_kinds_differ() -> None:
    assert len({kind.title for kind in KINDS.values()}) == len(KINDS)


def test_every_fault_is_a_sentence() -> None:
    for fault in Fault:
        assert fault.label.endswith(".")


def test_every_reason_for_setting_aside_has_its_words() -> None:
    assert {reason.value for reason in Reason} == set(SET_ASIDE_REASONS)
