"""Examples: information, reports, misconduct, inquiries."""

from datetime import date

from kakehashi.core.notices.examples.cast import (
    BROKER,
    ISA,
    KAMPONG_CHAM,
    LENDER,
    MEKONG_NAMES,
    MEKONG_NUMBER,
    MOLVT,
    digest,
    en,
    file,
    ja,
    km,
    links,
)
from kakehashi.core.notices.inquiries import (
    AnswerAboutPersons,
    Inquiry,
    InquiryAnswer,
    InquiryAnswered,
    InquiryAsked,
    InquiryPartlyAnswered,
    InquiryReminded,
    InquiryTransferred,
    PartialAnswer,
    PersonAsked,
    PersonsAsked,
    Question,
    QuestionAnswer,
    Reminder,
    Reply,
    Template,
    Transfer,
    Urgency,
    WhyNot,
)
from kakehashi.core.notices.intermediaries import (
    Act,
    ActionKind,
    ActionTaken,
    ActKind,
    Category,
    InformationShared,
    IntermediaryReport,
    IntermediaryReportAnswered,
    IntermediaryReported,
    MayBePut,
    Outcome,
    PayerRole,
    Payment,
    Purpose,
    RedactedFile,
    ReportAnswer,
    SharedInformation,
    SharedSubject,
    Source,
)
from kakehashi.core.notices.misconduct import (
    Acknowledgement,
    Consequence,
    EvidenceFile,
    Finding,
    Investigation,
    InvestigationReported,
    Misconduct,
    MisconductAcknowledged,
    MisconductInformed,
    Point,
    Seems,
    Step,
    StepKind,
)
from kakehashi.core.notices.money import RoughMoney
from kakehashi.core.notices.text import Name
from kakehashi.core.notices.values import (
    Answered,
    Identifier,
    People,
    Register,
    RoughPeriod,
    Validity,
)

_SPRING = RoughPeriod(from_month="2025-11", until_month="2026-01")
_DEPOSIT = Payment(
    amount=RoughMoney(amount="2400000", currency="KHR"),
    payer=PayerRole.RELATIVE,
    payee=0,
    purpose=Purpose.DEPOSIT,
    period=_SPRING,
    basis_shown=Answered.NO,
    understood=Answered.NO,
    receipt_given=Answered.NO,
)

INFORMATION = (
    InformationShared(
        links=links(),
        confidential=SharedInformation(
            subjects=(SharedSubject.FEES, SharedSubject.INTERMEDIARY),
            categories=(Category.FEES,),
            headline=en("Advertisements that promise departure within a month"),
            information=ja(
                "SNS上で、登録のない仲介者が一か月以内の渡航を約束している。",
                "On social networks, unlicensed intermediaries promise departure within a month.",
            ),
            source=Source.PUBLIC,
            period=_SPRING,
            places=(KAMPONG_CHAM,),
            actors=(BROKER,),
            may_be_put=MayBePut.NO,
            attachments=(file(1, "advertisements.pdf", "Copies of the advertisements"),),
        ),
    ),
    IntermediaryReported(
        links=links(),
        confidential=IntermediaryReport(
            headline=en("Deposits and a loan before an interview"),
            categories=(Category.PROPERTY, Category.PENALTIES, Category.FEES),
            source=Source.REPORT,
            actors=(BROKER, LENDER),
            acts=(
                Act(
                    act=ActKind.DEPOSIT,
                    category=Category.PROPERTY,
                    account=km("ទាមទារប្រាក់កក់មុនសម្ភាសន៍", "A deposit was demanded."),
                    period=_SPRING,
                    places=(KAMPONG_CHAM,),
                    people=People.FEW,
                    may_be_put=MayBePut.REDACTED,
                ),
                Act(
                    act=ActKind.PENALTY,
                    category=Category.PENALTIES,
                    amount=RoughMoney(amount="3000", currency="USD"),
                ),
            ),
            payments=(
                _DEPOSIT,
                Payment(
                    amount=RoughMoney(amount="900", currency="USD"),
                    payer=PayerRole.CANDIDATE,
                    payee=1,
                    purpose=Purpose.INTEREST,
                    basis_shown=Answered.UNKNOWN,
                    understood=Answered.NO,
                ),
            ),
            fields=("agriculture",),
            wished=en("Find out who demands the deposits."),
            files=(
                RedactedFile(
                    number=1,
                    file_name="receipt.pdf",
                    media_type="application/pdf",
                    length=20_480,
                    digest=digest("receipt.pdf"),
                    redacted=True,
                    permitted=True,
                ),
            ),
        ),
    ),
    IntermediaryReportAnswered(
        links=links(answers=21),
        confidential=ReportAnswer(
            outcome=Outcome.PARTLY,
            actions=(
                ActionTaken(action=ActionKind.INSPECTED, by=MOLVT, on=date(2026, 2, 10)),
                ActionTaken(
                    action=ActionKind.POLICE,
                    on=date(2026, 2, 12),
                    result=en("The police look into the loan."),
                ),
            ),
            explanation=en("Two of the deposits were confirmed by the books."),
        ),
    ),
)

MISCONDUCT = (
    MisconductInformed(
        links=links(refers=21),
        confidential=Misconduct(
            number=MEKONG_NUMBER,
            names=MEKONG_NAMES,
            seems=(Seems.STANDARDS,),
            points=(
                Point(
                    number=1,
                    account=en("Deposits seem to be taken through a recruiter."),
                    categories=(Category.PROPERTY,),
                    period=_SPRING,
                    places=(KAMPONG_CHAM,),
                    people=People.SOME,
                    payments=(_DEPOSIT,),
                    may_be_put=MayBePut.REDACTED,
                    redacted=en("Deposits seem to be taken."),
                ),
                Point(
                    number=2,
                    account=en("No breakdown of fees is shown."),
                    categories=(Category.FEES,),
                    may_be_put=MayBePut.YES,
                ),
            ),
            actors=(BROKER,),
            wished=en("Who keeps the deposits, and are they paid back?"),
            files=(
                EvidenceFile(
                    number=1,
                    file_name="contract.pdf",
                    media_type="application/pdf",
                    length=65_536,
                    digest=digest("contract.pdf"),
                    point=1,
                    may_be_put=MayBePut.NO,
                ),
            ),
        ),
    ),
    MisconductAcknowledged(
        links=links(answers=23),
        confidential=Acknowledgement(
            investigator=MOLVT, begins_on=date(2026, 2, 2), expected_on=date(2026, 3, 31)
        ),
    ),
    InvestigationReported(
        links=links(answers=23),
        confidential=Investigation(
            number=MEKONG_NUMBER,
            names=MEKONG_NAMES,
            outcome=Outcome.PARTLY,
            began_on=date(2026, 2, 2),
            ended_on=date(2026, 3, 20),
            steps=(
                Step(step=StepKind.VISIT, on=date(2026, 2, 5), by=MOLVT),
                Step(step=StepKind.ACCOUNTS, on=date(2026, 2, 6), shown=en("Three deposits.")),
            ),
            findings=(
                Finding(point=1, outcome=Outcome.SUBSTANTIATED, finding=en("Three deposits.")),
                Finding(point=2, outcome=Outcome.NOT),
            ),
            guidance=km("ត្រូវប្រគល់ប្រាក់កក់វិញ", "Pay the deposits back."),
            consequences=(Consequence.GUIDANCE, Consequence.SUSPENSION, Consequence.REPAYMENT),
            follow_up_on=date(2026, 9, 1),
            attachments=(file(1, "books.pdf", "Copies from the books"),),
        ),
    ),
)

INQUIRIES = (
    InquiryAsked(
        links=links(),
        restricted=Inquiry(
            headline=en("Fees of an approved organization"),
            questions=(
                Question(
                    number=1,
                    template=Template.IS_APPROVED,
                    organization=MEKONG_NAMES,
                    identifiers=(Identifier(scheme=Register.SENDING, number=MEKONG_NUMBER),),
                    period=Validity(from_on=date(2026, 1, 15), until_on=date(2026, 1, 15)),
                ),
                Question(number=2, text=ja("研修費の上限はいくらか。", "What is the limit?")),
            ),
            urgency=Urgency.SOON,
            wanted_by_on=date(2026, 2, 15),
            on_behalf_of=ISA,
        ),
        confidential=PersonsAsked(
            persons=(
                PersonAsked(
                    names=(Name(text="សេង ឧទាហរណ៍", lang="km", script="Khmr"),),
                    born_on=date(2001, 1, 2),
                    nationality="KH",
                    question=2,
                ),
            )
        ),
    ),
    InquiryPartlyAnswered(
        links=links(answers=30),
        restricted=PartialAnswer(
            answers=(QuestionAnswer(question=1, reply=Reply.YES, as_of_on=date(2026, 1, 15)),),
            remaining=(2,),
            rest_expected_on=date(2026, 2, 28),
        ),
    ),
    InquiryAnswered(
        links=links(answers=30),
        restricted=InquiryAnswer(
            answers=(
                QuestionAnswer(question=1, reply=Reply.YES),
                QuestionAnswer(
                    question=2,
                    reply=Reply.NOT_POSSIBLE,
                    why_not=WhyNot.NO_RECORDS,
                    text=en("No limit is laid down for training alone."),
                ),
            ),
        ),
        confidential=AnswerAboutPersons(text=en("The person is registered as a candidate.")),
    ),
    InquiryTransferred(
        links=links(answers=30),
        restricted=Transfer(
            to=MOLVT,
            passed_on=date(2026, 1, 25),
            questions=(2,),
            expected_on=date(2026, 2, 28),
        ),
    ),
    InquiryReminded(
        links=links(refers=30),
        restricted=Reminder(
            reminder=1, questions=(2,), wanted_by_on=date(2026, 3, 10), waiting="A visa decision"
        ),
    ),
)

EXAMPLES = (*INFORMATION, *MISCONDUCT, *INQUIRIES)
