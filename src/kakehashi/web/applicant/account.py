"""Accounts of applicants: made, signed in to, and kept by their owners."""

from typing import Any, Final

import segno
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi import node
from kakehashi.approvals import applicants
from kakehashi.approvals.applicants import EmailTaken
from kakehashi.web.applicant import entering
from kakehashi.web.applicant.entering import applicant_of, applicants_only
from kakehashi.web.parts.doors import entrance

LONGEST: Final = 128


def _password(label: Any, autocomplete: str) -> forms.CharField:  # noqa: ANN401 - text or lazy text
    widget = forms.PasswordInput({"autocomplete": autocomplete, "class": "w-20"})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=LONGEST)


def _email() -> forms.EmailField:
    widget = forms.EmailInput({"autocomplete": "username", "class": "w-20"})
    return forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, widget=widget)


class SignUpForm(forms.Form):
    """Who applies, and a password."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name", "class": "w-20"}),
    )
    email = _email()
    password = _password(gettext_lazy("Password"), "new-password")

    def clean_password(self) -> str:
        """Refuse a password that is guessed easily."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password


class SignInForm(forms.Form):
    """E-mail and password."""

    email = _email()
    password = _password(gettext_lazy("Password"), "current-password")


class CodeForm(forms.Form):
    """A code of the authenticator app."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Six figures that the app shows now"),
        max_length=12,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "w-10"}
        ),
    )


class AgainForm(forms.Form):
    """A password in place of one that was lost."""

    password = _password(gettext_lazy("New password"), "new-password")

    def clean_password(self) -> str:
        """Refuse a password that is guessed easily."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password


class PasswordForm(AgainForm):
    """Another password, by who knows the present one."""

    present = _password(gettext_lazy("Present password"), "current-password")


@entrance
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponseBase:
    """Make an account; its owner is signed in at once."""
    if not entering.open_agreements():
        raise Http404
    form = SignUpForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, "sign_up", form)
    if entering.too_often(request, "sign-up", "all"):
        return _too_often(request, "sign_up", form)
    said = form.cleaned_data
    try:
        made = applicants.sign_up(
            email=said["email"], name=said["name"], password=said["password"], now=timezone.now()
        )
    except EmailTaken:
        form.add_error("email", _("There is an account with this address. Sign in to it."))
        return _form_page(request, "sign_up", form)
    secret = applicants.open_session(made, now=timezone.now())
    return entering.signed_in(redirect("apply_applications"), secret)


@entrance
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in with e-mail and password; who has an app is then asked for its code."""
    form = SignInForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, "sign_in", form)
    said = form.cleaned_data
    if entering.too_often(request, "sign-in", said["email"].lower()):
        return _too_often(request, "sign_in", form)
    known = applicants.known(email=said["email"], password=said["password"])
    if known is None:
        form.add_error(None, _("The e-mail and the password do not belong together. Check both."))
        return _form_page(request, "sign_in", form)
    secret = applicants.open_session(known, now=timezone.now())
    onward = "apply_second" if known.has_factor else "apply_applications"
    return entering.signed_in(redirect(onward), secret)


@entrance
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code of the authenticator app."""
    session = entering.session_of(request)
    if session is None:
        return redirect("apply_sign_in")
    if session.is_whole:
        return redirect("apply_applications")
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, "second", form)
    if entering.too_often(request, "second", str(session.applicant.public_id)):
        return _too_often(request, "second", form)
    if not applicants.pass_factor(session, form.cleaned_data["code"], now=timezone.now()):
        words = _("This code is not right, or it was used already. Wait for the next one.")
        form.add_error("code", words)
        return _form_page(request, "second", form)
    return redirect("apply_applications")


@entrance
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Set another password by a link that an officer gave; the link works once."""
    found = applicants.way_in(secret, now=timezone.now())
    if found is None:
        return entering.page(request, "no_way_in", {}, status=404)
    form = AgainForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, "again", form)
    who = applicants.enter_by(found, form.cleaned_data["password"], now=timezone.now())
    if who is None:
        return entering.page(request, "no_way_in", {}, status=404)
    messages.success(request, _("Your password was changed."))
    session = applicants.open_session(who, now=timezone.now())
    return entering.signed_in(redirect("apply_applications"), session)


@entrance
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session."""
    return entering.signed_out(request, redirect("apply"))


@applicants_only
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponseBase:
    """Change the password, and set up or take away an authenticator app."""
    who, what = applicant_of(request), request.POST.get("again", "")
    password = PasswordForm(request.POST if what == "password" else None)
    code = CodeForm(request.POST if what == "factor" else None)
    if what == "password" and password.is_valid():
        return _change_password(request, password, code)
    if what == "factor" and not who.has_factor and code.is_valid():
        return _set_up(request, password, code)
    if what == "remove" and who.has_factor:
        applicants.take_away_factor(who, now=timezone.now())
        messages.success(request, _("From now on your password alone signs you in."))
        return redirect("apply_account")
    return _account_page(request, password, code)


def _change_password(
    request: HttpRequest, password: PasswordForm, code: CodeForm
) -> HttpResponseBase:
    who, said = applicant_of(request), password.cleaned_data
    if entering.too_often(request, "sign-in", who.email) or not applicants.known(
        email=who.email, password=said["present"]
    ):
        password.add_error("present", _("This is not your present password."))
        return _account_page(request, password, code)
    now = timezone.now()
    applicants.change_password(who, said["password"], now=now)
    messages.success(request, _("Your password was changed."))
    secret = applicants.open_session(who, now=now)
    onward = "apply_second" if who.has_factor else "apply_account"
    return entering.signed_in(redirect(onward), secret)


def _set_up(request: HttpRequest, password: PasswordForm, code: CodeForm) -> HttpResponseBase:
    secret = request.POST.get("secret", "")
    try:
        is_right = applicants.set_up_factor(
            applicant_of(request), secret, code.cleaned_data["code"], now=timezone.now()
        )
    except ValueError:  # the secret was not the one that the page gave
        is_right = False
    if not is_right:
        code.add_error("code", _("This is not the code that the app shows now."))
        return _account_page(request, password, code, secret)
    messages.success(request, _("Your authenticator app is set up."))
    return redirect("apply_account")


def _account_page(
    request: HttpRequest, password: PasswordForm, code: CodeForm, secret: str = ""
) -> HttpResponse:
    secret = secret or generate_totp_secret()
    who = applicant_of(request)
    named = {"secret": secret, "issuer": node.this().name}
    url = f"otpauth://totp/{node.this().name}:{who.public_id}?{urlencode(named)}"
    shown = {
        "password": password,
        "code": code,
        "secret": secret,
        "secret_shown": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "qr": segno.make(url, error="m").svg_data_uri(scale=4, border=2),
    }
    is_wrong = bool(password.errors or code.errors)
    return entering.page(request, "account", shown, status=422 if is_wrong else 200)


def _form_page(request: HttpRequest, template: str, form: forms.Form) -> HttpResponse:
    status = 422 if form.errors else 200
    return entering.page(request, template, {"form": form}, status=status)


def _too_often(request: HttpRequest, template: str, form: forms.Form) -> HttpResponse:
    form.add_error(None, _("Too many attempts. Wait a few minutes, then try again."))
    return entering.page(request, template, {"form": form}, status=429)
