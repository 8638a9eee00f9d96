"""Who may pass: every view says it of itself, and one that says nothing answers nobody."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, Final

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import Act, OfficerFacts, may_anywhere
from kakehashi.accounts.queries import facts
from kakehashi.web.parts.again import signed_out

View = Callable[..., HttpResponseBase]

EXCHANGE: Final = "/exchange/"
"""Under it are the addresses of the exchange: a page need not be looked up twice."""


class Door(StrEnum):
    """Who passes a view: everybody, reporters, applicants, officers, a counterpart.

    The entrance is passed by whoever signs in there.
    """

    PUBLIC = "public"
    REPORTER = "reporter"
    ENTRANCE = "entrance"
    APPLICANT = "applicant"
    OFFICERS = "officers"
    COUNTERPART = "counterpart"


def is_declared(view: object) -> bool:
    """Say whether a view declares its door."""
    return isinstance(getattr(view, "door", None), Door)


def declare(view: View, door: Door) -> View:
    """Mark a view; for views that guard themselves or need no guard."""
    view.door = door  # type: ignore[attr-defined]  # a mark on a function
    return view


def public(view: View) -> View:
    """Let everybody pass."""
    return declare(view, Door.PUBLIC)


def reporter(view: View) -> View:
    """Let everybody pass, of whom nothing is noted; what is shown is the reporter's own."""
    return declare(view, Door.REPORTER)


def entrance(view: View) -> View:
    """Mark a page of the sign-in, which guards itself."""
    return declare(view, Door.ENTRANCE)


def counterpart(view: View) -> View:
    """Mark an address of the exchange, which believes only signatures."""
    return declare(view, Door.COUNTERPART)


def officers(
    *acts: Act,
) -> Callable[[Callable[Concatenate[HttpRequest, ...], HttpResponseBase]], View]:
    """Let officers pass who have a second factor and may do one of the acts somewhere.

    The view still asks `may(request.officer, act, thing)` of the very thing. Who is not signed in
    is sent to sign in, and what a form of theirs held is kept meanwhile; who has not enrolled is
    sent to enrol; others are refused.
    """

    def guard(view: Callable[Concatenate[HttpRequest, ...], HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - a view's own
            user = request.user
            if not isinstance(user, Officer):
                if request.method == "POST":
                    return signed_out(request)
                return redirect_to_login(request.get_full_path())
            known = facts(user, now=timezone.now())
            if not known.is_admitted:
                return redirect("mfa_index")
            if not may_anywhere(known, *acts):
                raise PermissionDenied
            request.officer = known  # type: ignore[attr-defined]  # what permissions ask for
            return view(request, *args, **kwargs)

        guarded.acts = acts  # type: ignore[attr-defined]  # a mark on a function
        return declare(guarded, Door.OFFICERS)

    return guard


def acts_of(view: View) -> tuple[Act, ...]:
    """Give the acts of which one opens a view's door to an officer; none where any role does."""
    return getattr(view, "acts", ())


def officer_of(request: HttpRequest) -> OfficerFacts:
    """Give the facts of the officer who passed the door."""
    known = getattr(request, "officer", None)
    if not isinstance(known, OfficerFacts):
        raise PermissionDenied
    return known


class CounterpartMiddleware:
    """Answers a counterpart without what pages need: no session, form, language or policy is its.

    Each notice that comes alone would otherwise pay for them.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer by the view itself where its door is the counterpart's."""
        if not request.path_info.startswith(EXCHANGE):
            return self.answer(request)
        try:
            found = resolve(request.path_info)
        except Resolver404:
            return self.answer(request)
        if getattr(found.func, "door", None) is not Door.COUNTERPART:
            return self.answer(request)
        request.resolver_match = found
        response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
        return response


class DoorMiddleware:
    """Refuses every view that does not say who may pass."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: View, *_arguments: object) -> None:  # noqa: ARG002 - Django's
        """Refuse an undeclared view before it runs."""
        if not is_declared(view):
            raise PermissionDenied
