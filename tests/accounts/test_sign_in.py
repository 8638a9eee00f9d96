"""The sign-in from outside: what opens, what stays shut, what is kept sealed."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kakehashi.accounts import actions, queries
from kakehashi.accounts.models import Enrolment, Officer
from kakehashi.accounts.permissions import RoleKind

pytestmark = pytest.mark.django_db

ROLES = [("jp-kh-2019", RoleKind.DRAFTS)]


def officer(username: str = "sokha") -> Officer:
    return actions.add_officer(
        username=username, display_name="Chan Sokha", roles=ROLES, now=timezone.now()
    )


def enrolled() -> tuple[Officer, actions.Password]:
    one = officer()
    return one, actions.enrol_with_totp(one)


def offer_password(client: Client, password: str, username: str = "sokha") -> str:
    answer = client.post(reverse("account_login"), {"login": username, "password": password})
    return answer.headers.get("Location", "")


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_password_alone_does_not_sign_in(client: Client) -> None:
    _, made = enrolled()
    assert offer_password(client, made.password) == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_a_password_and_a_code_sign_in(client: Client) -> None:
    _, made = enrolled()
    offer_password(client, made.password)
    code = queries.code_at(made.totp_secret, timezone.now())
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.headers["Location"] == "/desk/"
    assert is_signed_in(client)


def test_a_code_is_good_only_once(client: Client) -> None:
    _, made = enrolled()
    code = queries.code_at(made.totp_secret, timezone.now())
    for attempt in (Client(), client):
        offer_password(attempt, made.password)
        attempt.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_signed_in(client)


def test_an_officer_without_a_factor_is_turned_back_even_with_a_password(client: Client) -> None:
    one = officer()
    one.set_password("a sentence that is long")
    one.save()
    assert offer_password(client, "a sentence that is long") == reverse("account_login")
    assert not is_signed_in(client)


def test_a_closed_account_does_not_sign_in(client: Client) -> None:
    one, made = enrolled()
    actions.close_account(one)
    offer_password(client, made.password)
    assert not is_signed_in(client)


def test_taking_back_factors_ends_every_session(client: Client) -> None:
    one, made = enrolled()
    offer_password(client, made.password)
    code = queries.code_at(made.totp_secret, timezone.now())
    client.post(reverse("mfa_authenticate"), {"code": code})
    actions.take_back_factors(one)
    assert client.get(reverse("mfa_index")).status_code == 302


def test_too_many_wrong_passwords_make_the_sign_in_rest(client: Client) -> None:
    _, made = enrolled()
    for _ in range(6):
        offer_password(client, "wrong")
    offer_password(client, made.password)
    assert "mfa_authenticate" not in client.session
    answer = client.post(reverse("account_login"), {"login": "sokha", "password": made.password})
    assert "Too many attempts" in answer.content.decode()


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client: Client) -> None:
    enrolled()
    answers = [
        client.post(reverse("account_login"), {"login": name, "password": "wrong"})
        for name in ("sokha", "nobody")
    ]
    said = "The name and the password do not belong together"
    assert all(said in answer.content.decode() for answer in answers)


def test_looking_at_an_enrolment_link_changes_nothing(client: Client) -> None:
    address = reverse("enrol", args=[actions.open_enrolment(officer(), now=timezone.now())])
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200
    assert not is_signed_in(client)


def test_an_enrolment_link_opens_the_choice_of_factors_and_nothing_else(client: Client) -> None:
    one = officer()
    client.post(reverse("enrol", args=[actions.open_enrolment(one, now=timezone.now())]))
    assert is_signed_in(client)
    assert not queries.facts(one, now=timezone.now()).is_admitted


def test_an_enrolment_link_dies_with_the_first_factor(client: Client) -> None:
    one = officer()
    token = actions.open_enrolment(one, now=timezone.now())
    Authenticator.objects.create(user=one, type=Authenticator.Type.WEBAUTHN, data={})
    assert client.post(reverse("enrol", args=[token])).status_code == 404
    assert not is_signed_in(client)


def test_an_enrolment_link_dies_after_three_days(client: Client) -> None:
    long_ago = timezone.now() - actions.ENROLMENT_LASTS - timedelta(seconds=1)
    token = actions.open_enrolment(officer(), now=long_ago)
    assert client.get(reverse("enrol", args=[token])).status_code == 404


def test_a_new_link_ends_the_earlier_one(client: Client) -> None:
    one = officer()
    first = actions.open_enrolment(one, now=timezone.now())
    actions.open_enrolment(one, now=timezone.now())
    assert client.get(reverse("enrol", args=[first])).status_code == 404


def test_the_database_holds_no_token_and_no_secret_in_the_clear() -> None:
    one, made = enrolled()
    token = actions.open_enrolment(officer("dara"), now=timezone.now())
    assert token not in json.dumps(list(Enrolment.objects.values_list("token_digest", flat=True)))
    kept = json.dumps(list(Authenticator.objects.filter(user=one).values_list("data", flat=True)))
    assert made.totp_secret not in kept
    assert made.password not in Officer.objects.values_list("password", flat=True)


def test_the_last_factor_cannot_be_removed(client: Client) -> None:
    one, made = enrolled()
    offer_password(client, made.password)
    code = queries.code_at(made.totp_secret, timezone.now())
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_reauthenticate"), {"password": made.password})
    client.post(reverse("mfa_deactivate_totp"))
    assert queries.has_factor(one)


def test_a_sign_in_name_is_taken_once_and_has_its_form() -> None:
    officer()
    for wrong in ("sokha", "Sokha", "so kha", "-sokha", ""):
        with pytest.raises(actions.OfficerRefused):
            officer(wrong)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_set_password", "account_email"]
)
def test_there_is_no_sign_up_and_no_mail(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "account_confirm_email", "mfa_trust"])
def test_what_we_have_no_page_for_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)
