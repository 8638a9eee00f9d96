from kakehashi.core.agenda import SUBJECTS, subject_of
from kakehashi.core.notices.consultations import Subject
from kakehashi.core.notices.notice import Family


def test_every_family_of_notices_has_its_subject() -> None:
    assert set(SUBJECTS) == set(Family)
    assert set(SUBJECTS.values()) == set(Subject)


def test_a_matter_is_put_under_the_subject_of_the_notice_that_opened_it() -> None:
    assert subject_of("intermediary.reported") is Subject.INTERMEDIARIES
    assert subject_of("return.requested") is Subject.RESIDENCE
    assert subject_of("of-a-later.release") is Subject.OTHER
