import pytest

from kakehashi.core.notices import KINDS, Notice, contents
from tests import make

BUILT = [
    make.approved(),
    make.suspended(),
    make.revoked(answers=(make.notice_id(1),)),
    make.ordered(),
    make.ordered_to_supporting(),
    make.supporting_list([make.supporting_row(n) for n in range(3)]),
    make.asked("Is it approved?", "Since when?"),
    make.answered(make.notice_id(1), questions=2),
    make.acceptance_suspended(),
]


@pytest.mark.parametrize("notice", BUILT, ids=[notice.kind for notice in BUILT])
def test_what_a_builder_makes_is_a_notice_with_its_parts(notice: Notice) -> None:
    assert notice.classification in notice.classes
    assert contents(notice)


def test_a_list_of_one_thing_has_one_digest_in_any_order() -> None:
    rows = [make.supporting_row(n) for n in range(20)]
    forward, backward = make.supporting_list(rows), make.supporting_list(rows[::-1])
    assert forward.public.digest == backward.public.digest
    assert make.supporting_list(rows[1:]).public.digest != forward.public.digest


@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_can_be_had_with_links_of_its_own(kind: str) -> None:
    links = make.links(refers=(make.notice_id(9),))
    assert make.notice(kind, links).links == links
