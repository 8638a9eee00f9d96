"""In which language a page speaks: as its address says, the reader chose, or the browser asks."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from kakehashi.web.parts import place

Answer = Callable[[HttpRequest], HttpResponse]

PARAMETER: Final = "lang"
A_YEAR: Final = 365 * 24 * 3600


class LanguageMiddleware:
    """Speaks as `?lang=` says, else the cookie, else the officer's choice, else the browser.

    Works without JavaScript and without a form: the switch is a row of links. An address with
    `?lang=` is the same page for everybody, so it can be shared and cached. The clock is that of
    the node's own party, for every reader.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language, and remember a choice made by link."""
        known = dict(settings.LANGUAGES)
        asked = request.GET.get(PARAMETER, "")
        kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        chosen = next((code for code in (asked, kept) if code in known), "")
        if not chosen and settings.SESSION_COOKIE_NAME in request.COOKIES:
            said = getattr(request.user, "language", "")
            chosen = said if said in known else ""
        speech = translation.override(chosen or translation.get_language_from_request(request))
        with speech, timezone.override(place.zone()):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.answer(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        if asked in known and asked != kept:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=A_YEAR,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        if asked not in known:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
