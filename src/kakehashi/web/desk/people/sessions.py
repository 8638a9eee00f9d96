"""An officer's own sessions: where they are signed in, and how to end it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi.accounts.sessions import OpenSession, open_sessions
from kakehashi.desk import officers as offices
from kakehashi.web.desk import access, showing
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.shapes import Instant, Shown, Status, Table


def session_table(found: Sequence[OpenSession], here: str = "") -> Table:
    """Sessions, each with where it began; `here` is the key of the one that asks."""
    rows: list[list[Shown]] = [
        [
            Instant(one.since),
            Instant(one.until),
            one.address,
            one.browser or "–",
            Status(_("This one"), "good") if one.key == here else "–",
        ]
        for one in found
    ]
    ends, address = _("Ends at the latest"), _("Network address")
    columns = [_("Signed in"), ends, address, _("Browser"), _("Which")]
    return Table(pgettext("sign-in", "Sessions"), columns, rows, empty=_("No session is open."))


@officers()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponseBase:
    """My own sessions; end one of them, or all but this one."""
    me, now = access.signed_in(request), timezone.now()
    here = request.session.session_key or ""
    found = open_sessions([me.pk], now=now)
    if request.method != "POST":
        others = [one for one in found if one.key != here]
        shown = {"table": session_table(found, here), "others": others}
        return render(request, "desk/sessions.html", showing.context(request, "sessions") | shown)
    named = request.POST.get("session", "")
    keys = [one.key for one in found if one.key != here and named in {"others", str(one.id)}]
    if named != "others" and not keys:
        raise Http404
    count = offices.end_sessions(me, by=me, now=now, only=keys)
    messages.success(request, _("Ended: %(count)s.") % {"count": count})
    return redirect("desk_sessions")
