"""Roles by two administrators, deputies while somebody is away, and sessions that end."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kakehashi.accounts import actions, queries, trust
from kakehashi.accounts.models import Absence, Officer, RoleChange
from kakehashi.accounts.permissions import Act, RoleKind, Thing, may
from kakehashi.accounts.sessions import end_sessions, open_sessions

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = "jp-kh-2019", "jp-tj-2024"
NOW = timezone.now()


def officer(name: str, *kinds: RoleKind, unit: str = "isa") -> Officer:
    made = actions.add_officer(
        username=name,
        display_name=name.capitalize(),
        unit_id=unit,
        roles=[(HERE, kind) for kind in kinds],
        now=NOW,
    )
    TOTP.activate(made, generate_totp_secret())
    return made


@pytest.fixture
def people() -> tuple[Officer, Officer, Officer]:
    """Two administrators and a drafter."""
    admins = RoleKind.ADMINISTERS
    return officer("aoi", admins), officer("ren", admins), officer("yui", RoleKind.DRAFTS)


def holds(one: Officer, kind: RoleKind) -> bool:
    return (HERE, kind) in queries.facts(one, now=timezone.now()).roles


def test_a_role_is_granted_by_two_and_not_by_one(
    people: tuple[Officer, Officer, Officer],
) -> None:
    aoi, ren, yui = people
    asked = trust.ask_role_change(yui, HERE, RoleKind.DECIDES, is_grant=True, by=aoi, now=NOW)
    assert not holds(yui, RoleKind.DECIDES)
    with pytest.raises(trust.ChangeRefused, match="own"):
        trust.confirm_role_change(asked, by=aoi, now=NOW)
    trust.confirm_role_change(asked, by=ren, now=NOW)
    assert holds(yui, RoleKind.DECIDES)


def test_nobody_confirms_a_change_of_their_own_roles(
    people: tuple[Officer, Officer, Officer],
) -> None:
    aoi, ren, _ = people
    asked = trust.ask_role_change(ren, HERE, RoleKind.AUDITS, is_grant=True, by=aoi, now=NOW)
    with pytest.raises(trust.ChangeRefused, match="own"):
        trust.confirm_role_change(asked, by=ren, now=NOW)


def test_the_table_itself_refuses_one_administrator(
    people: tuple[Officer, Officer, Officer],
) -> None:
    aoi, _, yui = people
    asked = trust.ask_role_change(yui, HERE, RoleKind.AUDITS, is_grant=True, by=aoi, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleChange.objects.filter(pk=asked.pk).update(state="done", ended_by=aoi)


def test_a_withdrawal_takes_two_as_well(people: tuple[Officer, Officer, Officer]) -> None:
    aoi, ren, yui = people
    asked = trust.ask_role_change(yui, HERE, RoleKind.DRAFTS, is_grant=False, by=ren, now=NOW)
    assert holds(yui, RoleKind.DRAFTS)
    trust.confirm_role_change(asked, by=aoi, now=NOW)
    assert not holds(yui, RoleKind.DRAFTS)


def test_what_was_refused_or_done_is_not_done_again(
    people: tuple[Officer, Officer, Officer],
) -> None:
    aoi, ren, yui = people
    asked = trust.ask_role_change(yui, HERE, RoleKind.AUDITS, is_grant=True, by=aoi, now=NOW)
    with pytest.raises(trust.ChangeRefused, match="waiting"):
        trust.ask_role_change(yui, HERE, RoleKind.AUDITS, is_grant=True, by=ren, now=NOW)
    trust.refuse_role_change(asked, by=aoi, now=NOW)
    with pytest.raises(trust.ChangeRefused, match="ended"):
        trust.confirm_role_change(asked, by=ren, now=NOW)
    with pytest.raises(trust.ChangeRefused, match="held"):
        trust.ask_role_change(yui, HERE, RoleKind.DRAFTS, is_grant=True, by=aoi, now=NOW)


def away(one: Officer, deputy: Officer | None, *, by: Officer, days: int = 7) -> Absence:
    now = timezone.now()
    until = now + timedelta(days=days)
    return trust.enter_absence(
        one, HERE, deputy=deputy, from_at=now, until_at=until, by=by, now=now
    )


def test_a_deputy_has_the_roles_once_confirmed_and_until_the_end(
    people: tuple[Officer, Officer, Officer],
) -> None:
    aoi, _, yui = people
    mei = officer("mei", RoleKind.DECIDES, RoleKind.READS_CONFIDENTIAL, RoleKind.ADMINISTERS)
    absence = away(mei, yui, by=mei)
    assert not holds(yui, RoleKind.DECIDES)
    for one in (mei, yui):
        with pytest.raises(trust.ChangeRefused, match="own"):
            trust.confirm_absence(absence, by=one, now=timezone.now())
    trust.confirm_absence(absence, by=aoi, now=timezone.now())
    facts = queries.facts(yui, now=timezone.now())
    assert may(facts, Act.DECIDE, Thing(HERE))
    assert facts.lent == {(HERE, RoleKind.DECIDES, mei.pk)}
    later = queries.facts(yui, now=timezone.now() + timedelta(days=8))
    assert not may(later, Act.DECIDE, Thing(HERE))
    trust.end_absence(absence, now=timezone.now())
    assert not holds(yui, RoleKind.DECIDES)


def test_confidential_eyes_audit_and_administration_do_not_pass_to_a_deputy(
    people: tuple[Officer, Officer, Officer],
) -> None:
    aoi, _, yui = people
    mei = officer("mei", *RoleKind)
    trust.confirm_absence(away(mei, yui, by=mei), by=aoi, now=timezone.now())
    for kind in (RoleKind.READS_CONFIDENTIAL, RoleKind.AUDITS, RoleKind.ADMINISTERS):
        assert not holds(yui, kind)


@pytest.mark.parametrize(
    ("deputy", "reason"),
    [("self", "self"), ("stranger", "here"), ("closed", "closed"), ("whole", "further")],
)
def test_who_cannot_stand_in_is_refused(deputy: str, reason: str) -> None:
    unit = "maff" if deputy == "whole" else "isa"
    mei = officer("mei", RoleKind.DECIDES, unit=unit)
    others = {
        "self": mei,
        "stranger": officer("kai"),
        "closed": officer("rin", RoleKind.DRAFTS),
        "whole": officer("sora", RoleKind.DRAFTS),
    }
    actions.close_account(others["closed"])
    others["closed"].refresh_from_db()
    with pytest.raises(trust.ChangeRefused, match=reason):
        away(mei, others[deputy], by=mei)


def signed_in(one: Officer, password: str, secret: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": one.username, "password": password})
    code = queries.code_at(secret, timezone.now())
    client.post(reverse("mfa_authenticate"), {"code": code})
    return client


def test_a_session_is_listed_and_ended_at_once() -> None:
    one = actions.add_officer(
        username="sokha", display_name="Chan Sokha", roles=[(HERE, RoleKind.DRAFTS)], now=NOW
    )
    made = actions.enrol_with_totp(one)
    client = signed_in(one, made.password, made.totp_secret)
    assert client.get("/desk/").status_code == 200
    (found,) = open_sessions([one.pk], now=timezone.now())
    assert found.address == "127.0.0.1"
    assert end_sessions(one, only=[found.key]) == 1
    assert client.get("/desk/").status_code == 302
    assert open_sessions([one.pk], now=timezone.now()) == []


def test_closing_an_account_ends_its_sessions_at_once() -> None:
    one = actions.add_officer(
        username="sokha", display_name="Chan Sokha", roles=[(HERE, RoleKind.DRAFTS)], now=NOW
    )
    made = actions.enrol_with_totp(one)
    client = signed_in(one, made.password, made.totp_secret)
    actions.close_account(one)
    assert client.get("/desk/").status_code == 302
    assert open_sessions([one.pk], now=timezone.now()) == []
