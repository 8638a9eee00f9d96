"""Who decides for which office: the last two lines before a decision."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.approvals.models import Application
from kakehashi.dispatch.approving import Signing
from kakehashi.web.desk import access
from kakehashi.web.desk.approvals import reaching
from kakehashi.web.desk.speech import named
from kakehashi.web.parts.doors import officer_of
from kakehashi.web.parts.fields import Choice, Field

LONGEST = 200


def decision_controls(
    request: HttpRequest, found: Application, wrong: dict[str, str]
) -> list[Field]:
    """Ask in which role and for which office the officer decides."""
    offices = node.profile(found.agreement).parties[node.this().party].offices
    own = access.signed_in(request).unit_id
    return [
        Field(
            name="role",
            label=_("Role of who decided"),
            hint=_("For example: Director of the division"),
            value=request.POST.get("role", ""),
            errors=[wrong["role"]] if "role" in wrong else (),
        ),
        Field(
            name="office",
            label=_("Office that decided"),
            kind="select",
            choices=[Choice(code, named(place.names)) for code, place in offices.items()],
            value=request.POST.get("office", own),
        ),
    ]


def signing_of(request: HttpRequest, found: Application) -> Signing | str:
    """Read who decides; words where something is missing."""
    offices = node.profile(found.agreement).parties[node.this().party].offices
    role, office = request.POST.get("role", "").strip(), request.POST.get("office", "")
    if not role:
        return _("Enter the role of the person who decided.")
    if len(role) > LONGEST or not role.isprintable():
        return _("Write one line of at most 200 characters.")
    if office not in offices:
        return _("Choose the office that decided.")
    today = reaching.today_of(found.agreement)
    return Signing(officer_of(request).id, role, office, today, timezone.now())


def revision_of(request: HttpRequest) -> int:
    """The revision that a page was drawn from; -1, which fits none, where it says nonsense."""
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1
