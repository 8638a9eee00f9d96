"""The page with every part, which only a demonstration shows."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from kakehashi.web.parts import gallery as content
from kakehashi.web.parts.doors import public
from kakehashi.web.parts.fields import error_summary


@public
def gallery(request: HttpRequest) -> HttpResponseBase:
    """Show every part in every state."""
    if not settings.IS_DEMO:
        raise Http404
    right, wrong = content.fields(wrong=False), content.fields(wrong=True)
    shown = {"pieces": content.pieces(), "right": right, "wrong": wrong}
    return render(request, "parts/gallery.html", shown | {"errors": error_summary(wrong)})
