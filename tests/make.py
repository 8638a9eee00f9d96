"""Plain builders of notices: say what matters in a test, the rest is invented and valid."""

from collections.abc import Sequence
from datetime import date

from kakehashi.core.notices import Links, Notice, example
from kakehashi.core.notices.acceptance import (
    AcceptanceSuspended,
    Channel,
    ChannelDay,
    SuspendedAcceptance,
)
from kakehashi.core.notices.inquiries import (
    Inquiry,
    InquiryAnswer,
    InquiryAnswered,
    InquiryAsked,
    Question,
    QuestionAnswer,
    Reply,
)
from kakehashi.core.notices.measures import (
    AcceptingMeasure,
    AcceptingMeasureOrdered,
    MeasuredOrganization,
    MeasuredRole,
    MeasureType,
    SupportingMeasure,
    SupportingMeasureOrdered,
    SupportingOrganizationListShared,
    SupportingOrganizationRow,
)
from kakehashi.core.notices.organizations import (
    Approval,
    ApprovedOrganization,
    Ground,
    Organization,
    RevokedOrganization,
    SendingOrganizationApproved,
    SendingOrganizationRevoked,
    SendingOrganizationSuspended,
    SuspendedOrganization,
    SuspendedWhat,
)
from kakehashi.core.notices.snapshots import Changes, Snapshot, contents_digest
from kakehashi.core.notices.text import Name, OrganizationName, Text
from kakehashi.core.notices.values import Body, Validity

NUMBER = "KHM900001"
NAME = "Mekong Anakot Phlu"


def notice_id(number: int) -> str:
    return f"01900000-0000-7000-8000-{number:012x}"


def text(words: str, lang: str = "en") -> Text:
    return Text(lang=lang, text=words)


def names(*written: str, lang: str = "en", script: str = "Latn") -> tuple[OrganizationName, ...]:
    return tuple(OrganizationName(text=name, lang=lang, script=script) for name in written)


def links(
    *, answers: Sequence[str] = (), refers: Sequence[str] = (), corrects: str | None = None
) -> Links:
    return Links(answers=tuple(answers), refers=tuple(refers), corrects=corrects)


def notice(kind: str, links: Links | None = None) -> Notice:
    """An example of any kind, with links of one's own."""
    made = example(kind)
    return made if links is None else made.model_copy(update={"links": links})


def approved(
    number: str = NUMBER,
    name: str = NAME,
    *,
    from_on: date = date(2025, 4, 1),
    until_on: date | None = None,
    fields: Sequence[str] = (),
) -> SendingOrganizationApproved:
    return SendingOrganizationApproved(
        public=ApprovedOrganization(
            number=number,
            organization=Organization(names=names(name)),
            approval=Approval(
                validity=Validity(from_on=from_on, until_on=until_on), fields=tuple(fields)
            ),
        )
    )


def suspended(
    number: str = NUMBER, name: str = NAME, *, until_on: date | None = None
) -> SendingOrganizationSuspended:
    return SendingOrganizationSuspended(
        public=SuspendedOrganization(
            number=number,
            names=names(name),
            suspended=SuspendedWhat.NEW_CANDIDATES,
            until_on=until_on,
            grounds=(Ground.FEES,),
        )
    )


def revoked(
    number: str = NUMBER, name: str = NAME, *, answers: Sequence[str] = ()
) -> SendingOrganizationRevoked:
    return SendingOrganizationRevoked(
        links=links(answers=answers),
        public=RevokedOrganization(number=number, names=names(name), grounds=(Ground.STANDARDS,)),
    )


def authority(name: str = "Immigration Services Agency") -> Body:
    return Body(names=(Name(text=name, lang="en", script="Latn"),))


def ordered(
    name: str = "株式会社青葉惣菜", measure: MeasureType = MeasureType.IMPROVEMENT_ORDER
) -> AcceptingMeasureOrdered:
    return AcceptingMeasureOrdered(
        public=AcceptingMeasure(
            organization=MeasuredOrganization(
                role=MeasuredRole.ACCEPTING, names=names(name, lang="ja", script="Jpan")
            ),
            measure=measure,
            authorities=(authority(),),
        )
    )


def ordered_to_supporting(
    name: str = "一般社団法人ひかり生活支援",
    measure: MeasureType = MeasureType.IMPROVEMENT_ORDER,
) -> SupportingMeasureOrdered:
    return SupportingMeasureOrdered(
        restricted=SupportingMeasure(
            organization=MeasuredOrganization(
                role=MeasuredRole.SUPPORTING, names=names(name, lang="ja", script="Jpan")
            ),
            measure=measure,
            authorities=(authority(),),
        )
    )


def supporting_row(number: int, name: str | None = None) -> SupportingOrganizationRow:
    return SupportingOrganizationRow(
        number=f"99登-{number:06}",
        registered_on=date(2024, 4, 1),
        names=(Name(text=name or f"架空支援機構{number}", lang="ja", script="Jpan"),),
        address=f"宮城県仙台市架空町{number}",
        region="宮城県",
        locality="仙台市",
        languages=("km", "en"),
    )


def supporting_list(
    rows: Sequence[SupportingOrganizationRow],
    *,
    as_of_on: date = date(2026, 7, 1),
    previous: str | None = None,
    changes: Changes | None = None,
) -> SupportingOrganizationListShared:
    digest = contents_digest((row.number, row.model_dump_json().encode()) for row in rows)
    return SupportingOrganizationListShared(
        public=Snapshot(
            as_of_on=as_of_on,
            source=text("Register of supporting organizations"),
            count=len(rows),
            digest=digest,
            previous_digest=previous,
            changes=changes,
        ),
        rows=tuple(rows),
    )


def asked(*questions: str) -> InquiryAsked:
    return InquiryAsked(
        restricted=Inquiry(
            headline=text("A question"),
            questions=tuple(
                Question(number=number, text=text(words))
                for number, words in enumerate(questions or ("Is it so?",), 1)
            ),
        )
    )


def answered(inquiry: str, *, questions: int = 1) -> InquiryAnswered:
    return InquiryAnswered(
        links=links(answers=(inquiry,)),
        restricted=InquiryAnswer(
            answers=tuple(
                QuestionAnswer(question=number, reply=Reply.YES)
                for number in range(1, questions + 1)
            )
        ),
    )


def acceptance_suspended(
    field: str = "food-service",
    *,
    from_on: date = date(2026, 4, 13),
    channels: Sequence[Channel] = (Channel.ELIGIBILITY,),
) -> AcceptanceSuspended:
    return AcceptanceSuspended(
        public=SuspendedAcceptance(
            field=field,
            channels=tuple(ChannelDay(channel=channel, from_on=from_on) for channel in channels),
        )
    )
