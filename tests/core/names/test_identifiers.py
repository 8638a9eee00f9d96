"""Numbers and addresses meet exactly, however they were typed, and never by accident."""

import pytest

from kakehashi.core.names import Identifier, Mark, identifier


@pytest.mark.parametrize(
    ("mark", "one", "other", "region"),
    [
        (Mark.PHONE, "012 345 678", "+855 12-345-678", "KH"),
        (Mark.PHONE, "០១២ ៣៤៥ ៦៧៨", "+85512345678", "KH"),
        (Mark.PHONE, "０３（１２３４）５６７８", "+81 3 1234 5678", "JP"),
        (Mark.PHONE, "(+992) 37 123 45 67", "+992371234567", "TJ"),
        (Mark.ACCOUNT, "000-123-456", "000 123456", ""),
        (Mark.ACCOUNT, "gb82 west 1234", "GB82WEST1234", ""),
        (Mark.HANDLE, "@Broker_KH", "https://t.me/broker_kh", ""),
        (Mark.HANDLE, "https://www.facebook.com/broker.kh/", "broker.kh", ""),
        (Mark.EMAIL, "Broker+jobs@Example.COM", "broker@example.com", ""),
        (Mark.ADDRESS, "No. 12, Street 310, Phnom Penh", "12 St 310 Phnom Penh", ""),
        (Mark.ADDRESS, "東京都千代田区架空一丁目２番３号", "東京都千代田区架空1-2-3", ""),
        (Mark.LICENCE, "19登－０００００１", "19登000001", ""),
        (Mark.LICENCE, "khm-000005", "KHM000005", ""),
    ],
)
def test_one_value_in_two_ways_of_writing(mark: Mark, one: str, other: str, region: str) -> None:
    found = identifier(mark, one, region=region)
    assert found is not None
    assert found == identifier(mark, other, region=region)


@pytest.mark.parametrize(
    ("mark", "written"),
    [
        (Mark.PHONE, "unknown"),
        (Mark.PHONE, "12"),
        (Mark.ACCOUNT, "ABA"),
        (Mark.HANDLE, "@x"),
        (Mark.EMAIL, "nobody"),
        (Mark.ADDRESS, "Phnom Penh"),
        (Mark.LICENCE, "none"),
        (Mark.LICENCE, ""),
    ],
)
def test_what_points_at_nobody_is_no_identifier(mark: Mark, written: str) -> None:
    assert identifier(mark, written) is None


def test_kinds_do_not_meet() -> None:
    assert identifier(Mark.ACCOUNT, "012345678") != identifier(Mark.PHONE, "012345678", region="KH")


def test_a_long_value_is_cut() -> None:
    found = identifier(Mark.LICENCE, "1234567890" * 10_000)
    assert isinstance(found, Identifier)
    assert len(found.value) <= 300
