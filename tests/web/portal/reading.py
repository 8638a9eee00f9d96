"""Opening pages of the portal as anybody does."""

from html import unescape
from typing import Any

from django.http import HttpResponseBase
from django.test import Client
from django.utils.html import strip_tags

from kakehashi.core.heard import Heard
from kakehashi.core.standing import Register
from kakehashi.registers import actions
from tests.registers import make

SENDING = f"/registers/{make.AGREEMENT}/{Register.SENDING}/"
SUPPORTING = f"/registers/{make.AGREEMENT}/{Register.SUPPORTING}/"
MEASURES = f"/registers/{make.AGREEMENT}/{Register.MEASURES}/"
SUSPENSIONS = f"/registers/{make.AGREEMENT}/{Register.SUSPENSIONS}/"


def apply(*batch: Heard) -> None:
    """Project notices into the registers."""
    edition = actions.serving_edition(make.AGREEMENT)
    actions.apply(batch, edition=edition, through=make.through(*batch))


def page(address: str, *, status: int = 200, language: str = "en", **asked: Any) -> str:
    """Open a page and give its markup."""
    answer = Client().get(address, asked, headers={"accept-language": language})
    assert answer.status_code == status, address
    return answer.content.decode()


def words(address: str, *, status: int = 200, language: str = "en", **asked: Any) -> str:
    """Open a page and give its text, in one line."""
    return text(page(address, status=status, language=language, **asked))


def text(markup: str) -> str:
    """The text of some markup, in one line."""
    return " ".join(unescape(strip_tags(markup.replace("<", " <"))).split())


def sheet(address: str) -> str:
    """Read a register's file."""
    answer = Client().get(address.rstrip("/") + ".csv")
    assert answer.status_code == 200
    return b"".join(bytes(chunk) for chunk in answer).decode("utf-8")


def answer(address: str, **headers: str) -> HttpResponseBase:
    """Ask for a page with headers of one's own."""
    found: HttpResponseBase = Client().get(address, headers=headers)
    return found
