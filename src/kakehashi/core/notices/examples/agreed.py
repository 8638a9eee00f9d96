"""Examples: the agreement's life, targets, letters and corrections, the protocol."""

from datetime import date

from kakehashi.core.notices.examples.cast import (
    ISA,
    MEKONG_NAMES,
    MEKONG_NUMBER,
    MOLVT,
    digest,
    en,
    file,
    hash32,
    ja,
    km,
    links,
    notice_id,
    tg,
)
from kakehashi.core.notices.kinds import KINDS
from kakehashi.core.notices.letters import (
    Direction,
    LetterConfirmation,
    LetterConfirmed,
    LetterDates,
    LetterOutcome,
    LetterRegistered,
    LetterRemarks,
    MendedWhy,
    Mending,
    NoticeCorrected,
    NoticeWithdrawn,
    PublicCorrection,
    PublicLetter,
)
from kakehashi.core.notices.life import (
    Amendment,
    AmendmentConsented,
    AmendmentDecline,
    AmendmentDeclined,
    AmendmentDeclinedWhy,
    AmendmentProposed,
    CommencementNotified,
    CommencementReceived,
    ConsentedProfile,
    Consenting,
    ConsentInstruments,
    Discontinuance,
    DiscontinuanceNotified,
    DiscontinuanceReceived,
    Dispute,
    DisputeRaised,
    DisputeSettled,
    Instrument,
    LastNotification,
    NewProfile,
    Received,
    ReceivedOn,
    Review,
    ReviewConcluded,
    ReviewOccasion,
    ReviewOpened,
    ReviewOutcome,
    ReviewResult,
    Sent,
    SettledHow,
    Settlement,
    WrittenInstrument,
)
from kakehashi.core.notices.organizations import Ground, RevokedOrganization
from kakehashi.core.notices.payload import Links
from kakehashi.core.notices.protocol import (
    Aside,
    CertificateKey,
    ChangedKeys,
    Checkpointed,
    EntriesHeld,
    EntriesReceived,
    Excused,
    ExcusedWhy,
    HeldAttachment,
    HeldSize,
    JournalOpened,
    KeyChangeWhy,
    KeyRole,
    KeysChanged,
    LocalAnchor,
    NodeKey,
    NoticeSetAside,
    Opened,
    PartExcused,
    ProtocolAnnounced,
    Vocabulary,
)
from kakehashi.core.notices.restated import RestatedPublic
from kakehashi.core.notices.targets import (
    Calendar,
    CalendarConfirmed,
    Counted,
    DeclinedDuty,
    DeclinedDutyWhy,
    DutyDecline,
    DutyDeclined,
    HolidayName,
    HolidayNames,
    Target,
    TargetReason,
    Targets,
    TargetsAgreed,
    TargetsProposed,
)
from kakehashi.core.notices.text import Name
from kakehashi.core.notices.values import LegalBasis

_NOTE = WrittenInstrument(
    reference="Note No. 999",
    by=(Name(text="Вазорати корҳои хориҷӣ", lang="tg", script="Cyrl"),),
    to=(Name(text="外務省", lang="ja", script="Jpan"),),
    diplomatic=True,
    scan=file(1, "note.pdf", "The note verbale"),
)
_TARGETS = Targets(
    targets=(
        Target(duty="answer-inquiries", days=15, counted=Counted.WORKING),
        Target(duty="investigate", party="KH", days=60, counted=Counted.CALENDAR),
    )
)
_JAPAN = "kakehashi-jp.example/jp-kh-2019/JP/1"
_REVOKED = RevokedOrganization(
    number=MEKONG_NUMBER, names=MEKONG_NAMES, grounds=(Ground.OWN_REQUEST,)
)

LIFE = (
    AmendmentProposed(
        links=links(),
        statement=NewProfile(profile=digest("profile 2")),
        restricted=Amendment(
            clauses=("4(2)",),
            reason=en("A yearly rhythm of consultation."),
            wording=(en("The sides meet once a year."),),
        ),
    ),
    AmendmentConsented(
        links=links(answers=90),
        statement=ConsentedProfile(
            profile=digest("profile 2"),
            signatories=(
                Consenting(signatory="moj", consented_on=date(2026, 5, 1)),
                Consenting(signatory="mofa", consented_on=date(2026, 5, 8)),
            ),
        ),
        restricted=ConsentInstruments(
            instruments=(
                Instrument(
                    reference="法務第999号",
                    signatories=("moj",),
                    dated_on=date(2026, 5, 1),
                    scan=file(1, "moj.pdf", "Consent of the Ministry of Justice"),
                ),
                Instrument(
                    signatories=("mofa",),
                    dated_on=date(2026, 5, 8),
                    scan=file(2, "mofa.pdf", "Consent of the Ministry of Foreign Affairs"),
                ),
            )
        ),
    ),
    AmendmentDeclined(
        links=links(answers=90), restricted=AmendmentDecline(why=AmendmentDeclinedWhy.TIME)
    ),
    ReviewOpened(
        links=links(),
        restricted=Review(
            occasion=ReviewOccasion.SYSTEM,
            subjects=(en("How promptly information is shared"),),
            clauses=("4(1)", "5(5)"),
            opened_on=date(2026, 4, 1),
        ),
    ),
    ReviewConcluded(
        links=links(refers=93),
        restricted=ReviewResult(
            outcome=ReviewOutcome.PRACTICE,
            conclusions=(en("Targets in days are to be agreed."),),
            concluded_on=date(2026, 7, 1),
        ),
    ),
    CommencementNotified(
        links=links(),
        statement=LastNotification(sent_on=date(2025, 1, 10), last=True),
        restricted=_NOTE,
    ),
    CommencementReceived(
        links=links(answers=95),
        statement=Received(received_on=date(2025, 1, 15)),
        restricted=_NOTE,
    ),
    DiscontinuanceNotified(
        links=links(),
        statement=Sent(sent_on=date(2031, 1, 10)),
        restricted=Discontinuance(
            by=_NOTE.by, to=_NOTE.to, diplomatic=True, reason=tg("шартномаи нав", "A new one")
        ),
    ),
    DiscontinuanceReceived(
        links=links(answers=97),
        statement=ReceivedOn(received_on=date(2031, 1, 15)),
        restricted=_NOTE,
    ),
    DisputeRaised(
        links=links(),
        confidential=Dispute(
            clauses=("7 3)",),
            headline=en("What an investigation must cover"),
            position=en("Recruiters who act for the organization belong to it."),
        ),
    ),
    DisputeSettled(
        links=links(answers=99),
        confidential=Settlement(how=SettledHow.AGREED, settled_on=date(2026, 8, 1)),
    ),
    TargetsProposed(
        links=links(),
        statement=_TARGETS,
        restricted=TargetReason(reason=en("As both sides concluded in the review.")),
    ),
    TargetsAgreed(links=links(answers=101), statement=_TARGETS),
    CalendarConfirmed(
        links=links(),
        statement=Calendar(
            year=2026, holidays=(date(2026, 1, 7), date(2026, 4, 14), date(2026, 11, 9))
        ),
        restricted=HolidayNames(
            names=(HolidayName(on=date(2026, 4, 14), name=km("ពិធីបុណ្យចូលឆ្នាំខ្មែរ", "Khmer New Year")),)
        ),
    ),
    DutyDeclined(
        links=links(answers=30),
        statement=DeclinedDuty(why=DeclinedDutyWhy.LAW),
        restricted=DutyDecline(
            legal_basis=(LegalBasis(law=ja("個人情報の保護に関する法律"), provision="第六十九条"),),
            explanation=en("The person's own consent is needed."),
            instead=en("The person can be asked for consent."),
        ),
    ),
)

LETTERS = (
    NoticeCorrected(
        links=Links(corrects=notice_id(6), act=hash32("act")),
        public=PublicCorrection(
            why=MendedWhy.FACT,
            explanation=en("It had asked for the revocation itself."),
            now=RestatedPublic(kind="sending-organization.revoked", version=1, content=_REVOKED),
        ),
    ),
    NoticeWithdrawn(
        links=Links(corrects=notice_id(4), act=hash32("act")),
        public=Mending(why=MendedWhy.TWICE, explanation=en("It was issued twice.")),
    ),
    LetterRegistered(
        links=links(),
        statement=LetterDates(
            stands_for="sending-organization.revoked",
            direction=Direction.RECEIVED,
            dated_on=date(2023, 9, 20),
            received_on=date(2023, 9, 27),
        ),
        public=PublicLetter(
            file_number="2023-99-001",
            headline=en("Revocation of an approval"),
            sender=MOLVT,
            addressee=ISA,
            languages=("km", "en"),
            scan=file(1, "letter.pdf", "The letter"),
            content=RestatedPublic(
                kind="sending-organization.revoked", version=1, content=_REVOKED
            ),
        ),
    ),
    LetterConfirmed(
        links=links(answers=112),
        statement=LetterConfirmation(
            outcome=LetterOutcome.OTHERWISE, received_on=date(2023, 9, 28)
        ),
        restricted=LetterRemarks(remarks=en("It was sent a day later.")),
    ),
)


def _key(role: KeyRole) -> NodeKey:
    alg = "X25519" if role is KeyRole.RECEIVING else "Ed25519"
    return NodeKey.model_validate({"role": role, "alg": alg, "x": hash32(f"key {role}")})


PROTOCOL = (
    JournalOpened(
        statement=Opened(
            agreement="jp-kh-2019",
            party="JP",
            generation=2,
            protocol=1,
            profile=digest("profile"),
            keys=tuple(_key(role) for role in KeyRole),
            previous=Checkpointed(generation=1, size=4021, root=hash32("root")),
        )
    ),
    KeysChanged(
        statement=ChangedKeys(
            why=KeyChangeWhy.REGULAR,
            keys=(_key(KeyRole.LOG),),
            certificate_keys=(
                CertificateKey(
                    x=hash32("x"),
                    y=hash32("y"),
                    from_on=date(2026, 4, 1),
                    until_on=date(2026, 4, 30),
                ),
            ),
        )
    ),
    ProtocolAnnounced(
        statement=Vocabulary(
            protocols=(1,), kinds={name: (kind.version,) for name, kind in KINDS.items()}
        )
    ),
    EntriesReceived(
        statement=EntriesHeld(
            journal=_JAPAN,
            held=(
                HeldSize(size=118, held_at=1_772_000_000),
                HeldSize(size=121, held_at=1_772_000_004),
            ),
            root=hash32("root 121"),
            attachments=(HeldAttachment(seq=117, part=3),),
            local=LocalAnchor(size=902, root=hash32("local")),
        )
    ),
    NoticeSetAside(statement=Aside(journal=_JAPAN, index=119, reason="links")),
    PartExcused(statement=Excused(seq=21, part=1, reason=ExcusedWhy.ERASED)),
)

EXAMPLES = (*LIFE, *LETTERS, *PROTOCOL)
