"""The words of forms that were taken, beside what else is remembered for a time."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from kakehashi.web.parts import once

A_BUSY_DAY = 400


@pytest.mark.django_db
def test_many_forms_make_no_sign_in_attempt_forgotten() -> None:
    cache.set("allauth:attempts", [1], 600)
    taken = [
        once.is_again(RequestFactory().post("/", {once.FIELD: str(number)}))
        for number in range(A_BUSY_DAY)
    ]

    assert not any(taken)
    assert cache.get("allauth:attempts") == [1]
