"""Examples: consultations, disclosure, exams, certificates."""

from datetime import date

from kakehashi.core.notices.certificates import (
    CertificateAnswer,
    CertificateBatch,
    CertificateEndWhy,
    CertificateIssued,
    CertificateQueried,
    CertificateQuery,
    CertificateQueryAnswered,
    CertificateRevoked,
    CertificateState,
    CertificateSuspended,
    Doubt,
    IssuedCertificate,
    RevokedCertificates,
    Route,
    SuspendedCertificates,
)
from kakehashi.core.notices.consultations import (
    Acceptance,
    ActionOwed,
    ActionReport,
    ActionState,
    AgendaItem,
    AgreedMinutes,
    ConsultationAccepted,
    ConsultationDeclined,
    ConsultationMinuted,
    ConsultationMinutesAgreed,
    ConsultationMinutesCorrected,
    ConsultationProposed,
    ConsultationRescheduled,
    CorrectiveAction,
    CorrectiveActionReported,
    Decline,
    DeclinedWhy,
    Form,
    Held,
    MinutedItem,
    Minutes,
    Participant,
    Proposal,
    ProposedDays,
    ReportedAction,
    Reschedule,
    SetDay,
    Subject,
)
from kakehashi.core.notices.disclosure import (
    Compulsion,
    Consent,
    ConsentWithdrawal,
    DisclosureCompelled,
    DisclosureConsented,
    DisclosureConsentWithdrawn,
    DisclosureNotice,
    DisclosureNotified,
    DisclosureRefused,
    DisclosureRequest,
    DisclosureRequested,
    ErasedItem,
    ErasureDone,
    ErasureRefused,
    ErasureReport,
    ErasureRequest,
    ErasureRequested,
    ErasureWhy,
    Item,
    ItemForm,
    Recipient,
    RecipientKind,
    Refusal,
    RefusedWhy,
)
from kakehashi.core.notices.examples.cast import (
    BROKER,
    KAMPONG_CHAM,
    MAFF,
    MEKONG_NUMBER,
    en,
    file,
    hash32,
    ja,
    links,
    notice_id,
    tg,
)
from kakehashi.core.notices.exams import (
    Exam,
    ExamAnswer,
    ExamCooperationAnswered,
    ExamCooperationCompleted,
    ExamCooperationRequested,
    ExamHelp,
    ExamHelpGiven,
    ExamKind,
    ExamMisconduct,
    ExamMisconductKind,
    ExamMisconductReported,
    ExamReply,
    ExamRequest,
    ExamSession,
    ExamsHeld,
    ExamsReported,
    ExamWhyNot,
)
from kakehashi.core.notices.persons import CertificateHolder
from kakehashi.core.notices.text import Name
from kakehashi.core.notices.values import LegalBasis, People, Place, RoughPeriod, Validity

_HELD = Held(
    held_on=date(2026, 3, 10),
    actions=(ActionOwed(action="a1", owner="KH", due_on=date(2026, 6, 30)),),
)
_MINUTES = Minutes(
    form=Form.VIDEO,
    participants=(
        Participant(side="JP", office="isa"),
        Participant(
            side="TJ",
            name=Name(text="Раҳимова Шаҳло", lang="tg", script="Cyrl"),
            position=tg("сардори шуъба", "Head of department"),
        ),
    ),
    items=(
        MinutedItem(
            number=1,
            subject=Subject.INTERMEDIARIES,
            title=en("Deposits"),
            said=(en("Both sides see more reports about deposits."),),
            concluded=en("The public is to be warned."),
        ),
    ),
    actions=(CorrectiveAction(action="a1", what=en("Publish a warning"), item=1),),
)
_POLICE = Recipient(
    kind=RecipientKind.POLICE,
    names=(Name(text="架空県警察", lang="ja", script="Jpan"),),
    country="JP",
)
_ITEM = Item(notice=notice_id(21), form=ItemForm.REDACTED, points=(1,))
_SKILL = Exam(kind=ExamKind.SKILL, name=en("Agriculture skill assessment"), field="agriculture")

CONSULTATIONS = (
    ConsultationProposed(
        links=links(),
        statement=ProposedDays(days=(date(2026, 3, 3), date(2026, 3, 10))),
        restricted=Proposal(
            agenda=(
                AgendaItem(number=1, subject=Subject.INTERMEDIARIES, title=en("Deposits")),
                AgendaItem(number=2, subject=Subject.EXAMS, title=en("Venues for exams")),
            ),
            form=Form.VIDEO,
            languages=("en", "ja", "km"),
        ),
    ),
    ConsultationAccepted(
        links=links(answers=40),
        statement=SetDay(on=date(2026, 3, 3)),
        restricted=Acceptance(
            added=(AgendaItem(number=3, subject=Subject.POLICY, title=en("The next years")),)
        ),
    ),
    ConsultationDeclined(
        links=links(answers=40),
        restricted=Decline(why=DeclinedWhy.DAY, instead=(date(2026, 3, 17),)),
    ),
    ConsultationRescheduled(
        links=links(refers=41),
        statement=SetDay(on=date(2026, 3, 10)),
        restricted=Reschedule(explanation=en("A public holiday.")),
    ),
    ConsultationMinuted(links=links(refers=41), statement=_HELD, restricted=_MINUTES),
    ConsultationMinutesCorrected(links=links(answers=44), statement=_HELD, restricted=_MINUTES),
    ConsultationMinutesAgreed(
        links=links(answers=45),
        statement=AgreedMinutes(held_on=_HELD.held_on, actions=_HELD.actions),
    ),
    CorrectiveActionReported(
        links=links(answers=46),
        statement=ReportedAction(action="a1", state=ActionState.DONE, done_on=date(2026, 6, 12)),
        restricted=ActionReport(
            text=en("A warning was broadcast in three provinces."),
            outcome=en("Twice as many questions reached the office."),
        ),
    ),
)

DISCLOSURE = (
    DisclosureRequested(
        links=links(refers=21),
        confidential=DisclosureRequest(
            items=(_ITEM,),
            recipients=(_POLICE,),
            purpose=ja("仲介者に対する捜査のため。", "To investigate an intermediary."),
            wanted_by_on=date(2026, 2, 28),
        ),
    ),
    DisclosureConsented(
        links=links(answers=50),
        confidential=Consent(
            items=(_ITEM,),
            recipients=(_POLICE,),
            valid=Validity(from_on=date(2026, 2, 20), until_on=date(2026, 8, 20)),
            conditions=(en("Not to be read in open court."),),
        ),
    ),
    DisclosureRefused(
        links=links(answers=50),
        confidential=Refusal(
            why=RefusedWhy.INVESTIGATION, explanation=en("Premises are to be searched first.")
        ),
    ),
    DisclosureConsentWithdrawn(
        links=links(refers=51),
        confidential=ConsentWithdrawal(from_on=date(2026, 5, 1), recipients=(_POLICE,)),
    ),
    DisclosureNotified(
        links=links(refers=21),
        confidential=DisclosureNotice(
            items=(_ITEM,),
            recipients=(_POLICE,),
            purpose=en("To investigate an intermediary."),
            not_before_on=date(2026, 3, 1),
        ),
    ),
    DisclosureCompelled(
        links=links(refers=21),
        confidential=Compulsion(
            items=(_ITEM,),
            authority=Recipient(
                kind=RecipientKind.COURT,
                names=(Name(text="架空地方裁判所", lang="ja", script="Jpan"),),
                country="JP",
            ),
            law=LegalBasis(
                law=ja("民事訴訟法", "Code of civil procedure"), provision="第二百二十三条"
            ),
            ordered_on=date(2026, 4, 1),
            disclosed_on=date(2026, 4, 9),
            objected=en("The court was asked to hear it in camera."),
        ),
    ),
    ErasureRequested(
        links=links(refers=21),
        confidential=ErasureRequest(
            items=(ErasedItem(notice=notice_id(21)),), why=ErasureWhy.PERSON
        ),
    ),
    ErasureDone(
        links=links(answers=56),
        confidential=ErasureReport(
            items=(ErasedItem(notice=notice_id(21), parts=(1,)),),
            live_on=date(2026, 9, 1),
            copies_on=date(2026, 10, 2),
        ),
    ),
    ErasureRefused(
        links=links(answers=56),
        confidential=Refusal(
            why=RefusedWhy.RECORDS,
            legal_basis=(LegalBasis(law=ja("公文書等の管理に関する法律")),),
        ),
    ),
)

EXAMS = (
    ExamMisconductReported(
        links=links(),
        confidential=ExamMisconduct(
            kinds=(ExamMisconductKind.PROXY, ExamMisconductKind.FORGED),
            exam=_SKILL,
            period=RoughPeriod(from_month="2026-02"),
            places=(KAMPONG_CHAM,),
            people=People.FEW,
            actors=(BROKER,),
            passes=("AG-2026-000999",),
            account=en("The photograph on the pass is not that of the taker."),
        ),
    ),
    ExamsReported(
        links=links(),
        restricted=ExamsHeld(
            on_behalf_of=MAFF,
            period=Validity(from_on=date(2026, 1, 1), until_on=date(2026, 3, 31)),
            sessions=(
                ExamSession(
                    exam=_SKILL,
                    place=Place(country="KH", region="ភ្នំពេញ"),
                    held=Validity(from_on=date(2026, 2, 11), until_on=date(2026, 2, 12)),
                    applied=260,
                    sat=241,
                    passed=137,
                    irregular=2,
                ),
            ),
            safeguards=en("Faces are compared with passports at the door."),
        ),
    ),
    ExamCooperationRequested(
        links=links(),
        restricted=ExamRequest(
            on_behalf_of=MAFF,
            wanted=(ExamHelp.VENUE, ExamHelp.IDENTITY),
            exam=_SKILL,
            places=(KAMPONG_CHAM,),
            period=Validity(from_on=date(2026, 9, 1), until_on=date(2026, 9, 30)),
            request=ja("会場の確保をお願いしたい。", "Please help us to find a venue."),
            reply_wanted_on=date(2026, 6, 30),
        ),
    ),
    ExamCooperationAnswered(
        links=links(answers=72),
        restricted=ExamAnswer(
            reply=ExamReply.PARTLY,
            can=(ExamHelp.VENUE,),
            why_not=ExamWhyNot.MEANS,
            text=en("A hall for 200, but nobody to check identity."),
            from_on=date(2026, 9, 7),
        ),
    ),
    ExamCooperationCompleted(
        links=links(answers=72),
        restricted=ExamHelpGiven(given=(ExamHelp.VENUE,), completed_on=date(2026, 9, 9)),
    ),
)

CERTIFICATES = (
    CertificateIssued(
        links=links(),
        restricted=CertificateBatch(
            period=Validity(from_on=date(2026, 3, 1), until_on=date(2026, 3, 31)),
            certificates=(
                IssuedCertificate(
                    number="KH-26-000999",
                    commitment=hash32("certificate 999"),
                    issued_on=date(2026, 3, 9),
                    valid_until_on=date(2026, 9, 8),
                    organization=MEKONG_NUMBER,
                    field="agriculture",
                    route=Route.ABROAD,
                ),
            ),
            approved_cases=2,
            not_yet_issued=1,
        ),
    ),
    CertificateSuspended(
        links=links(),
        restricted=SuspendedCertificates(
            numbers=("KH-26-000999",), why=CertificateEndWhy.INQUIRY, until_on=date(2026, 6, 30)
        ),
    ),
    CertificateRevoked(
        links=links(),
        restricted=RevokedCertificates(numbers=("KH-26-000999",), why=CertificateEndWhy.WITHDRAWN),
    ),
    CertificateQueried(
        links=links(),
        confidential=CertificateQuery(
            number="KH-26-000999",
            holder=CertificateHolder(
                latin_name="SENG INVENTED", born_on=date(2001, 1, 2), passport_last_four="0000"
            ),
            organization="Mekong Anakot Phlu Co., Ltd.",
            doubts=(Doubt.UNREADABLE, Doubt.MISMATCH),
            attachments=(file(1, "copy.pdf", "The copy that was handed in"),),
        ),
    ),
    CertificateQueryAnswered(
        links=links(answers=83),
        confidential=CertificateAnswer(
            state=CertificateState.GENUINE, number="KH-26-000999", procedures_taken=True
        ),
    ),
)

EXAMPLES = (*CONSULTATIONS, *DISCLOSURE, *EXAMS, *CERTIFICATES)
