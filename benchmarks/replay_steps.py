"""What the replay's actors do inside the nodes; they issue through the same door as the desk."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from kakehashi import dispatch, node
from kakehashi.cli.demo.acting import issue
from kakehashi.cli.demo.play import as_example
from kakehashi.core.canonical import encode
from kakehashi.core.life import live
from kakehashi.core.notices import Classification
from kakehashi.core.notices.snapshots import contents_digest
from kakehashi.core.standing import Register
from kakehashi.core.view import View
from kakehashi.exchange import parties
from kakehashi.exchange.models import Aside
from kakehashi.exchange.outlook import view_now
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry, Journal
from kakehashi.registers import importing, queries
from kakehashi.registers.layouts import layout_named

OFFICERS = ("drafter", "decider")
INVENTED = [
    {"text": "ក្រុមហ៊ុន ឧទាហរណ៍ (ប្រឌិត)", "lang": "km", "script": "Khmr"},
    {"text": "Example Manpower Co., Ltd. (invented)", "lang": "en", "script": "Latn"},
    {"text": "例示マンパワー（架空）", "lang": "ja", "script": "Jpan", "use": "transliterated"},
]
INVENTED_NUMBER = "KHM999999"
ROLES = {
    "監理団体": ("supporting-organization", "supervising-organization"),
    "実習実施者": ("accepting-organization", "training-implementer"),
    "特定技能所属機関": ("accepting-organization", "accepting-organization"),
}
"""Published role: which organization it stands for in the agreement, and what it is called."""
Row = Mapping[str, str]


def may_issue(*, now: datetime) -> bool:
    """Say whether the counterpart of every agreement has announced what it understands."""
    dispatch.catch_up(node.this().agreements[0], now=now)
    return all(_view(agreement).vocabulary for agreement in node.this().agreements)


def share_list(*, now: datetime, agreement: str, file: str) -> int:
    """Import a published list and issue it."""
    preview = importing.preview_list(
        Path(file).read_bytes(),
        name=Path(file).name,
        layout=layout_named("jp-supervising-organizations"),
        as_of=date(2026, 7, 1),
        country="JP",
    )
    imported = importing.take_list(preview, confirmed=None, by="drafter", now=now)
    notice = importing.list_notice(imported, source="Supervising organizations, July 2026")
    dispatch.issue(
        (_outgoing(notice, agreement, now),),
        agreement=agreement,
        now=now,
        act="notice.signed-off",
        particulars={"kind": notice.kind},
    )
    return imported.count


def open_register(*, now: datetime, agreement: str, rows: Sequence[Row]) -> int:
    """Open the sending side's register with organizations as they were published."""
    listed = [
        {
            "number": row["sending_org_no"],
            "organization": {
                "names": [_as_published(row["name_as_published"])],
                "identifiers": [
                    {
                        "scheme": "sending-organization",
                        "number": row["sending_org_no"],
                        "country": row["country"],
                    }
                ],
            },
            "status": "approved",
        }
        for row in rows
    ]
    public = {
        "as_of_on": "2023-09-26",
        "source": {"lang": "en", "text": "As published by the accepting side"},
        "count": len(listed),
        "digest": contents_digest((str(row["number"]), encode(row)) for row in listed),
    }
    content = {"public": public, "rows": listed}
    _say(now, agreement, "sending-organization.list-shared", content, {"on": "2023-09-26"})
    return len(listed)


def order_measures(
    *, now: datetime, rows: Sequence[Row], agreements: Sequence[str] = ()
) -> dict[str, int]:
    """Notify published orders under every agreement that asks for it and was in force that day."""
    told = dict.fromkeys(agreements or node.this().agreements, 0)
    for agreement in told:
        for row in rows:
            told[agreement] += _order(now, agreement, row)
    return told


def share_own_measure(*, now: datetime, agreement: str, rows: Sequence[Row]) -> int:
    """Share the author's own published measure on sending organizations."""
    for row in rows:
        public = {
            "organization": {
                "role": "sending-organization",
                "names": [_as_published(row["name_as_published"])],
                "identifiers": [
                    {"scheme": "sending-organization", "number": row["sending_org_no"]}
                ],
            },
            "measure": "new-acceptance-suspended",
            "measure_text": {"lang": "ja", "text": row["measure"].split(" ")[0]},
            "authorities": [{"office": "isa", "names": [_ja("出入国在留管理庁")], "country": "JP"}],
            "period": {"from_on": row["effective_from"]},
            "published_on": row["notice_date"],
            "source": row["source"],
            "programme": "technical-intern-training",
            "ends": {"lang": "en", "text": row["effective_to"]},
        }
        decided = {"on": row["notice_date"]}
        _say(
            now,
            agreement,
            "information.shared",
            {"public": public},
            decided,
            effective_on=row["effective_from"],
        )
    return len(rows)


def approve_invented(*, now: datetime, agreement: str) -> str:
    """Approve the invented organization that the case is about."""
    content = as_example("sending-organization.approved")
    public = {**_object(content["public"]), "number": INVENTED_NUMBER}
    public["organization"] = {
        "names": INVENTED,
        "identifiers": [
            {"scheme": "sending-organization", "number": INVENTED_NUMBER, "country": "KH"}
        ],
    }
    return _say(now, agreement, "sending-organization.approved", {"public": public})


def say_example(*, now: datetime, agreement: str, kind: str, answers: Sequence[str] = ()) -> str:
    """Issue a kind's example about the invented organization."""
    content = as_example(kind)
    if kind == "sending-organization.revoked":
        content.pop("confidential", None)
    for compartment in ("public", "confidential"):
        inner = content.get(compartment)
        if isinstance(inner, dict) and "names" in inner:
            content[compartment] = {**inner, "number": INVENTED_NUMBER, "names": INVENTED}
    return _say(now, agreement, kind, content, answers=answers)


def commence(*, now: datetime, agreement: str, on: str, answers: Sequence[str] = ()) -> str:
    """Notify of the invented commencement, or record its receipt."""
    kind = "commencement.received" if answers else "commencement.notified"
    content = as_example(kind)
    content["statement"] = (
        {"received_on": on, "last": True} if answers else {"sent_on": on, "last": True}
    )
    return _say(now, agreement, kind, content, {"on": on}, answers=answers)


def knows(*, now: datetime, jti: str) -> bool:
    """Say whether a notice is here and judged."""
    for agreement in node.this().agreements:
        dispatch.catch_up(agreement, now=now)
    entry = Entry.objects.filter(jti=jti).select_related("journal").first()
    return entry is not None and parties.author_of(entry.journal).heeded > entry.index


def sizes(*, now: datetime, agreement: str) -> list[list[object]] | None:
    """Give the sizes of both journals; None while something is left to do here."""
    if dispatch.catch_up(agreement, now=now):
        return None
    both = parties.sides(agreement).journals
    if any(parties.author_of(j).reacted < j.size for j in both):
        return None
    return [[journal.origin, journal.size] for journal in both]


def measures_received(*, now: datetime, agreement: str) -> dict[str, int]:
    """Count the orders that we were notified of, and those whose publication we confirmed."""
    theirs = _counterpart(agreement)
    orders = journals.entries_of_kind(
        theirs, "accepting-organization.measure-ordered", "supporting-organization.measure-ordered"
    )
    notified = [e.jti for e in orders if not _is_aside(e)]
    shown = queries.shelves(agreement, publisher=node.this().party)
    published = {shelf.register: shelf.count for shelf in shown}.get(Register.MEASURES, 0)
    own = journals.entries_of_kind(theirs, "information.shared").count()
    return {"notified": len(notified), "published": published - own}


def public_history(*, now: datetime, agreement: str) -> list[str]:
    """Give the public steps of the invented organization, with their dates."""
    shown = queries.entry(
        agreement,
        Register.SENDING,
        INVENTED_NUMBER,
        publisher=node.this().party,
        today=now.date(),
    )
    if shown is None:
        return ["not found"]
    steps = queries.history(shown, publisher=node.this().party)
    return [f"{shown.name}: {shown.status}", *map(_told, steps)]


def _told(step: queries.PublicChange) -> str:
    """Tell one public step with all its dates."""
    instants = {"shared": step.shared_at, "known": step.known_at, "published": step.published_at}
    said = ", ".join(f"{name} {at:%F %T}" if at else f"not {name}" for name, at in instants.items())
    return f"{step.kind}: decided {step.decided_on}, effective {step.effective_on}, {said}"


def register_counts(*, now: datetime) -> dict[str, int]:
    """Count what stands on each shelf."""
    return {
        f"{agreement} {shelf.register}": shelf.count
        for agreement in node.this().agreements
        for shelf in queries.shelves(agreement, publisher=node.this().party)
    }


def _order(now: datetime, agreement: str, row: Row) -> int:
    stands_for, called = ROLES[row["org_role"]]
    decided = _decided(row["date"])
    day = date.fromisoformat(next(iter(decided.values())))
    profile = node.profile(agreement)
    terms = profile.on(datetime.now(UTC).date())
    if not live(profile, _view(agreement).life).is_in_force(day):
        return 0
    if not terms.is_notified(stands_for, "improvement-order"):
        return 0
    measure: dict[str, object] = {
        "organization": {"role": called, "names": [_ja(row["name"])]},
        "measure": "improvement-order",
        "authorities": [
            {"names": [_ja(name)], "country": "JP"} for name in row["authority"].split("・")
        ],
        "source": row["source"],
    }
    if row["legal_basis_or_reason"]:
        measure["grounds_text"] = {"lang": "ja", "text": row["legal_basis_or_reason"]}
    compartment = "public" if stands_for == "accepting-organization" else "restricted"
    _say(now, agreement, f"{stands_for}.measure-ordered", {compartment: measure}, decided)
    return 1


def _decided(said: str) -> dict[str, str]:
    """Read a published date; one known only as "by" a day says not later than."""
    return {"not_later_than": said[:10]} if said.endswith("以前") else {"on": said}


def _say(
    now: datetime,
    agreement: str,
    kind: str,
    content: Mapping[str, object],
    decided: Mapping[str, str] | None = None,
    *,
    answers: Sequence[str] = (),
    effective_on: str | None = None,
) -> str:
    takes_effect = {"sending-organization.approved", "sending-organization.revoked"}
    today = now.date().isoformat()
    return issue(
        now=now,
        agreement=agreement,
        kind=kind,
        content={**content, "links": {"answers": list(answers)}},
        decided=decided or {"on": today},
        officers=OFFICERS,
        effective_on=effective_on or (today if kind in takes_effect else None),
        entered_later=decided is not None,
    )


def _outgoing(notice: object, agreement: str, now: datetime) -> dispatch.Outgoing:
    from kakehashi.core.envelope import Decider
    from kakehashi.core.notices import Notice
    from kakehashi.core.notices.payload import Decided

    if not isinstance(notice, Notice):
        raise TypeError("a notice is expected")
    party, terms = node.this().party, node.profile(agreement).on(now.date())
    permit = terms.permit(notice.kind, party)
    if permit is None:
        raise ValueError(notice.kind)
    by = Decider(terms.contact_points[party].office, "decides")
    return dispatch.Outgoing(
        notice, permit.clause, Classification.PUBLIC, decided=Decided(on=now.date()), by=by
    )


def _view(agreement: str) -> View:
    view = view_now(agreement)
    if view is None:
        raise ValueError(f"{agreement} is not open")
    return view


def _counterpart(agreement: str) -> Journal:
    code = node.profile(agreement).counterpart(node.this().party).code
    return parties.sides(agreement).of(code)[-1]


def _is_aside(entry: Entry) -> bool:
    return Aside.objects.filter(journal=entry.journal, index=entry.index).exists()


def _ja(text: str) -> dict[str, str]:
    return {"text": text, "lang": "ja", "script": "Jpan"}


def _as_published(text: str) -> dict[str, str]:
    return {"text": text, "lang": "en", "script": "Latn", "use": "as-published"}


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("a compartment is an object")
    return value
