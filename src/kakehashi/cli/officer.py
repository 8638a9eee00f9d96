"""Officers: add one, give a new enrolment link, take back factors, close an account."""

import argparse
from collections.abc import Iterable

from kakehashi.cli import running
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    adding = acts.add_parser("add", help=_("add an officer and print how they enrol"))
    adding.add_argument("name", help=_("the name to sign in with"))
    adding.add_argument("--display", default="", help=_("the person's name as others see it"))
    adding.add_argument("--unit", default="", help=_("the office to which they belong"))
    adding.add_argument("--language", default="", choices=("", "en", "ja", "km", "tg", "ru"))
    adding.add_argument("--email", default="")
    adding.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="[AGREEMENT:]ROLE",
        help=_("drafts, decides, examines, reads-confidential, audits or administers"),
    )
    adding.add_argument(
        "--totp", action="store_true", help=_("make a password and a TOTP secret here and now")
    )
    for act, text in (
        ("link", _("give a new enrolment link, and take back what was enrolled")),
        ("close", _("close the account")),
        ("code", _("print the present code (only on a demonstration)")),
    ):
        acts.add_parser(act, help=text).add_argument("name")
    for act, text in (
        ("grant", _("grant a role")),
        ("withdraw", _("withdraw a role")),
    ):
        changing = acts.add_parser(act, help=text)
        changing.add_argument("name")
        changing.add_argument("role", metavar="AGREEMENT:ROLE")
    acts.add_parser("list", help=_("list the officers and their roles"))


def run(arguments: argparse.Namespace) -> int:
    """Do it in the node whose home was named."""
    running.begin(arguments)
    acts = {"add": _add, "link": _link, "close": _close, "code": _code, "list": _list}
    acts |= {"grant": _change, "withdraw": _change}
    return acts[arguments.act](arguments)


def _wanted(roles: Iterable[str], agreements: tuple[str, ...]) -> list[tuple[str, str]]:
    """Read `[AGREEMENT:]ROLE`, a role without agreement standing for all of the node's."""
    pairs: list[tuple[str, str]] = []
    for said in roles:
        agreement, _colon, kind = said.rpartition(":")
        pairs += [(name, kind) for name in ([agreement] if agreement else agreements)]
    return pairs


def _add(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kakehashi import node
    from kakehashi.accounts import actions
    from kakehashi.accounts.permissions import RoleKind
    from kakehashi.desk import officers

    ours = node.this()
    wanted = _wanted(arguments.role, ours.agreements)
    if unknown := sorted({kind for _name, kind in wanted} - set(RoleKind)):
        said = _("refused: there is no role {what}; roles are {roles}")
        complain(said.format(what=", ".join(unknown), roles=", ".join(RoleKind)))
        return 1
    roles = [(name, RoleKind(kind)) for name, kind in wanted]
    if strange := sorted({name for name, _kind in roles} - set(ours.agreements)):
        complain(_("refused: this node is no party to {what}").format(what=", ".join(strange)))
        return 1
    now = timezone.now()
    try:
        officer = officers.add_officer(
            username=arguments.name,
            display_name=arguments.display or arguments.name,
            roles=roles,
            now=now,
            unit_id=arguments.unit,
            language=arguments.language,
            email=arguments.email,
        )
    except actions.OfficerRefused as refused:
        for field, words in refused.problems:
            complain(_("refused: {what}").format(what=f"{field}: {words}"))
        return 1
    if not arguments.totp:
        return _print_link(actions.open_enrolment(officer, now=now))
    made = actions.enrol_with_totp(officer)
    print(_("Password: {password}").format(password=made.password))
    print(_("Secret for the authenticator app: {secret}").format(secret=made.totp_secret))
    print(
        f"otpauth://totp/{ours.name}:{officer.username}?secret={made.totp_secret}&issuer={ours.name}"
    )
    return 0


def _print_link(token: str) -> int:
    from django.urls import reverse

    from kakehashi import node

    print(_("Enrolment link, for this person only, good for three days:"))
    print(node.this().identity.web.origin + reverse("enrol", args=[token]))
    return 0


def _link(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kakehashi.accounts.models import Officer
    from kakehashi.desk import officers

    officer = Officer.objects.filter(username=arguments.name, is_active=True).first()
    if officer is None:
        return _unknown(arguments.name)
    return _print_link(officers.invite(officer, by=None, now=timezone.now()))


def _close(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kakehashi.accounts.models import Officer
    from kakehashi.desk import officers

    officer = Officer.objects.filter(username=arguments.name).first()
    if officer is None:
        return _unknown(arguments.name)
    officers.close_account(officer, by=None, now=timezone.now())
    print(_("{name} can sign in no longer.").format(name=officer))
    return 0


def _change(arguments: argparse.Namespace) -> int:
    """Grant or withdraw one role; whoever holds the machine is its second administrator."""
    from django.utils import timezone

    from kakehashi import node
    from kakehashi.accounts.models import Officer
    from kakehashi.accounts.permissions import RoleKind
    from kakehashi.accounts.trust import ChangeRefused
    from kakehashi.desk import officers

    officer = Officer.objects.filter(username=arguments.name, is_active=True).first()
    if officer is None:
        return _unknown(arguments.name)
    agreement, _colon, said = arguments.role.rpartition(":")
    if agreement not in node.this().agreements or said not in set(RoleKind):
        expected = _("refused: {what} — write AGREEMENT:ROLE, of {agreements} and {roles}")
        ours = ", ".join(node.this().agreements)
        complain(expected.format(what=arguments.role, agreements=ours, roles=", ".join(RoleKind)))
        return 1
    grants = arguments.act == "grant"
    try:
        officers.set_role(officer, agreement, RoleKind(said), is_grant=grants, now=timezone.now())
    except ChangeRefused:
        words = _("{name} holds {role} already.") if grants else _("{name} does not hold {role}.")
        complain(words.format(name=officer, role=arguments.role))
        return 1
    words = _("{name} now holds {role}.") if grants else _("{name} holds {role} no longer.")
    print(words.format(name=officer, role=arguments.role))
    return 0


def _code(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kakehashi import node
    from kakehashi.accounts import queries

    if not node.this().identity.demo:
        complain(_("refused: only a demonstration tells codes"))
        return 1
    code = queries.present_code(arguments.name, now=timezone.now())
    if code is None:
        return _unknown(arguments.name)
    print(code)
    return 0


def _list(_arguments: argparse.Namespace) -> int:
    from kakehashi.accounts.models import Officer

    for officer in Officer.objects.prefetch_related("roles").order_by("username"):
        roles = ", ".join(sorted(map(str, officer.roles.all())))
        state = "" if officer.is_active else _(" (closed)")
        print(f"{officer.username}\t{officer}{state}\t{roles}")
    return 0


def _unknown(name: str) -> int:
    complain(_("refused: there is no officer {name} who could").format(name=name))
    return 1
