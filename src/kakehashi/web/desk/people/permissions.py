"""Who may do what and why: the roles with their acts, and the answer about one officer."""

from collections.abc import Mapping
from typing import Final

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from kakehashi import node
from kakehashi.accounts import queries
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import (
    LENT,
    NEEDED,
    Act,
    OfficerFacts,
    RoleKind,
    Thing,
    Why,
    judge,
)
from kakehashi.core.notices.payload import Classification
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.speech import ROLES, named, said
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Banner, Shown, Status, Table

ACTS: Final[Mapping[Act, str | Promise]] = {
    Act.READ: gettext_lazy("Read notices"),
    Act.DRAFT: gettext_lazy("Draft"),
    Act.DECIDE: gettext_lazy("Sign off or send back"),
    Act.EXAMINE: gettext_lazy("Examine"),
    Act.AUDIT: gettext_lazy("Read the local record"),
    Act.ADMINISTER: gettext_lazy("Change roles and sessions"),
}
WORDS: Final[Mapping[Why, str | Promise]] = {
    Why.ALLOWED: gettext_lazy("Yes."),
    Why.CLOSED: gettext_lazy("No: the account is closed."),
    Why.NO_FACTOR: gettext_lazy("No: no passkey or authenticator app is enrolled."),
    Why.NO_ROLE: gettext_lazy("No: this takes a role that is not held under this agreement."),
    Why.OTHER_CLAUSES: gettext_lazy(
        "No: the agreement admits this officer's body to other clauses only."
    ),
    Why.CONFIDENTIAL: gettext_lazy("No: what is confidential takes a role of its own."),
    Why.OWN_DRAFT: gettext_lazy("No: nobody decides what they drafted themselves."),
}


@officers()
@never_cache
def permissions(request: HttpRequest) -> HttpResponseBase:
    """Which role may do what, and why one officer may or may not do one thing."""
    agreements = access.agreements_in_part(request)
    asked = _asked(request, agreements)
    shown = {
        "matrix": _matrix(),
        "fields": _fields(request, agreements),
        "answer": _answer(request, asked) if asked else "",
    }
    return render(request, "desk/permissions.html", showing.context(request, "permissions") | shown)


def _matrix() -> Table:
    rows: list[list[Shown]] = [
        [str(words), *(_cell(kind, act) for act in ACTS), _("Yes") if kind in LENT else _("No")]
        for kind, words in ROLES.items()
    ]
    columns = [_("Role"), *(str(words) for words in ACTS.values()), _("Passes to a deputy")]
    return Table(_("Roles and what each may do"), columns, rows)


def _cell(kind: RoleKind, act: Act) -> Shown:
    return Status(_("Yes"), "good") if kind in NEEDED[act] else Status(_("No"), "neutral")


def _asked(request: HttpRequest, agreements: list[str]) -> Thing | None:
    agreement = request.GET.get("agreement", "")
    if not agreement:
        return None
    access.named_agreement(agreement, agreements)
    clause = request.GET.get("clause", "")
    if clause and clause not in node.profile(agreement).clauses:
        clause = ""
    given = request.GET.get("class", "")
    known = given if given in set(Classification) else Classification.PUBLIC
    is_own = bool(request.GET.get("own"))
    about = _about(request).id if is_own else None
    clauses = frozenset({clause}) if clause else frozenset[str]()
    return Thing(agreement, Classification(known), about, clauses)


def _about(request: HttpRequest) -> OfficerFacts:
    """Of whom the address asks: of oneself, or of an officer whom one administers."""
    username = request.GET.get("officer", "")
    if not username or username == access.signed_in(request).username:
        return officer_of(request)
    mine = access.agreements_for(request, Act.ADMINISTER)
    found = Officer.objects.filter(username=username, roles__agreement__in=mine).first()
    if found is None:
        raise Http404
    return queries.facts(found, now=timezone.now())


def _answer(request: HttpRequest, thing: Thing) -> Banner:
    given = request.GET.get("act", "")
    act = Act(given) if given in set(Act) else Act.READ
    about = _about(request)
    why = judge(about, act, thing)
    words = [str(WORDS[why]), *_through(about, act, thing, why)]
    return Banner(" ".join(words), "good" if why is Why.ALLOWED else "warning", str(ACTS[act]))


def _through(about: OfficerFacts, act: Act, thing: Thing, why: Why) -> list[str]:
    """By which of the roles it is allowed, or which would be needed."""
    if why is Why.NO_ROLE:
        needed = ", ".join(str(ROLES[kind]) for kind in NEEDED[act])
        return [_("Needed: %(roles)s.") % {"roles": needed}]
    if why is not Why.ALLOWED:
        return []
    held = [kind for kind in NEEDED[act] if about.has(thing.agreement, kind)]
    lent = {kind for name, kind, _lender in about.lent if name == thing.agreement}
    words = [_("By the role: %(roles)s.") % {"roles": ", ".join(str(ROLES[k]) for k in held)}]
    if lent & set(held):
        words.append(_("It is lent by an absent officer."))
    return words


def _fields(request: HttpRequest, agreements: list[str]) -> list[Field]:
    asked = request.GET
    chosen = asked.get("agreement", "") or (agreements[0] if agreements else "")
    clauses = node.profile(chosen).clauses if chosen in agreements else {}
    return [
        *_whom(request),
        showing.agreement_choice(agreements, chosen),
        Field(
            name="act",
            label=_("Act"),
            kind="select",
            choices=[Choice(act.value, str(words)) for act, words in ACTS.items()],
            value=asked.get("act", ""),
        ),
        Field(
            name="class",
            label=_("Class"),
            kind="select",
            choices=[Choice(one.value, said(one.label)) for one in Classification],
            value=asked.get("class", ""),
        ),
        Field(
            name="clause",
            label=_("Clause"),
            kind="select",
            choices=[
                Choice("", _("The agreement as a whole")),
                *(Choice(n, f"{n} {named(clause.title)}") for n, clause in clauses.items()),
            ],
            value=asked.get("clause", ""),
            required=False,
        ),
        Field(
            name="own",
            label=_("It is a draft of this officer's own"),
            kind="checkbox",
            value=asked.get("own", ""),
            required=False,
        ),
    ]


def _whom(request: HttpRequest) -> list[Field]:
    mine = access.agreements_for(request, Act.ADMINISTER)
    me = access.signed_in(request)
    if not mine:
        return []
    found = Officer.objects.filter(roles__agreement__in=mine).exclude(pk=me.pk).distinct()
    names = [Choice(one.username, one.display_name) for one in found.order_by("display_name")[:500]]
    return [
        Field(
            name="officer",
            label=_("Officer"),
            kind="select",
            choices=[Choice("", _("I myself")), *names],
            value=request.GET.get("officer", ""),
            required=False,
        )
    ]
