"""Verify certificates: our register against our acts, what was announced against the notices."""

from collections.abc import Iterator
from datetime import date

from kakehashi import node
from kakehashi.certificates import announced, comparing, keys
from kakehashi.certificates.models import Announced
from kakehashi.core.certificate.reconciling import Account
from kakehashi.dispatch.announcements import account_of
from kakehashi.dispatch.announcing import acts
from kakehashi.dispatch.finding import Finding


def verify_certificates(agreement: str) -> Iterator[Finding]:
    """Name each certificate that is not as it was issued, announced or decided."""
    wanted = comparing.expected(acts(agreement))
    for number, difference in comparing.differences(
        agreement, wanted, keys=keys.our_keys(agreement)
    ):
        yield Finding(f"certificate-{difference.value}", agreement, detail=number)
    for party in node.profile(agreement).parties:
        account = account_of(agreement, party)
        for one in account.found:
            detail = f"{party} {one.number} {one.detail}".strip()
            yield Finding(f"reconciliation-{one.mismatch.value}", agreement, detail=detail)
        read = announced.read_so_far(agreement, party)
        yield from _rows(agreement, party, account_of(agreement, party, until=read))


def _rows(agreement: str, party: str, account: Account) -> Iterator[Finding]:
    """Compare the rows that are looked up with what the notices amount to."""
    seen = set()
    rows = Announced.objects.filter(agreement=agreement, party=party)
    for row in rows.iterator(chunk_size=500):
        seen.add(row.number)
        state = account.state(row.number)
        detail = f"{party} {row.number}"
        if state is None:
            yield Finding("announced-added", agreement, detail=detail)
        elif row.state != state.value:
            yield Finding("announced-state-altered", agreement, detail=detail)
        elif row.number in account.certificates and _said(row) != _announced(account, row.number):
            yield Finding("announced-altered", agreement, detail=detail)
    for number in {*account.certificates, *account.voided} - seen:
        yield Finding("announced-deleted", agreement, detail=f"{party} {number}")


def _said(row: Announced) -> tuple[str, str, str, str, date, date | None]:
    what = row.commitment, row.organization, row.field, row.route
    return (*what, row.issued_on, row.valid_until_on)


def _announced(account: Account, number: str) -> tuple[str, str, str, str, date, date | None]:
    one, _ = account.certificates[number]
    what = one.commitment, one.organization, one.field, one.route.value
    return (*what, one.issued_on, one.valid_until_on)
