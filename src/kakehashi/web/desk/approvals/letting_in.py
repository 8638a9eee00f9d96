"""A new way in for an applicant who lost the password, given by an officer who knows them."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.approvals import applicants
from kakehashi.approvals.models import Applicant
from kakehashi.web.desk import showing
from kakehashi.web.desk.approvals import reaching
from kakehashi.web.parts.doors import officer_of, officers


@officers(*reaching.ACTS)
@never_cache
@require_POST
def let_in(request: HttpRequest) -> HttpResponseBase:
    """Make a link for the account of an e-mail address, and show it this once."""
    reaching.require_room(request)
    email = request.POST.get("email", "").strip().lower()
    found = Applicant.objects.filter(email=email).first()
    if found is None:
        messages.warning(request, _("No applicant has this e-mail address."))
        return redirect("desk_approvals")
    secret = applicants.open_way_in(found, by=officer_of(request).id, now=timezone.now())
    link = settings.ORIGIN + reverse("apply_again", args=[secret])
    shown = {"who": found, "link": link}
    return render(request, "desk/let_in.html", showing.context(request, "approvals") | shown)
