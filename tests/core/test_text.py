"""Base64url has one form, and only that is read."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.text import b64url, unb64url

LETTERS = "AQgwEz019-_"


@given(st.binary(max_size=300))
def test_what_is_written_is_read(data: bytes) -> None:
    written = b64url(data)
    assert written == base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    assert unb64url(written) == data


@given(st.text(LETTERS, max_size=9) | st.text(LETTERS + "+/=. \n\0é", max_size=9))
def test_nothing_is_read_that_would_be_written_otherwise(text: str) -> None:
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        is_form = b64url(base64.b64decode(padded, altchars=b"-_", validate=True)) == text
    except ValueError:
        is_form = False
    if is_form:
        assert b64url(unb64url(text)) == text
    else:
        with pytest.raises(ValueError, match="base64url"):
            unb64url(text)
