"""Examples: measures, lists, publication, acceptance suspended, return."""

from datetime import date

from kakehashi.core.notices.acceptance import (
    AcceptanceResumed,
    AcceptanceSuspended,
    Channel,
    ChannelDay,
    FieldChannels,
    ResidenceCount,
    ResidenceHandling,
    ResidenceHandlingInformed,
    ResidenceMeasure,
    ResidenceStep,
    StatusOfResidence,
    SuspendedAcceptance,
)
from kakehashi.core.notices.examples.cast import (
    AOBA,
    AOBA_PERSONS,
    HIKARI,
    IMMIGRATION_ACT,
    ISA,
    digest,
    en,
    file,
    ja,
    links,
)
from kakehashi.core.notices.measures import (
    AcceptingMeasure,
    AcceptingMeasureLifted,
    AcceptingMeasureOrdered,
    LiftedMeasure,
    LiftedWhy,
    MeasureGround,
    MeasureType,
    Scope,
    SupportingMeasure,
    SupportingMeasureLifted,
    SupportingMeasureOrdered,
    SupportingOrganizationListShared,
    SupportingOrganizationRow,
)
from kakehashi.core.notices.persons import Representative, RowRepresentative, RowRepresentatives
from kakehashi.core.notices.publication import (
    Publication,
    PublicationConfirmed,
    PublicationWithheld,
    WithheldWhy,
    Withholding,
)
from kakehashi.core.notices.returns import (
    Arrival,
    Departure,
    FinalRefusal,
    IssuedDocument,
    IssuedDocuments,
    NotPossible,
    NotPossibleWhy,
    ReturnAnswer,
    ReturnAnswered,
    ReturnArrived,
    ReturnDeparted,
    Returning,
    ReturnNotPossible,
    ReturnReply,
    ReturnRequest,
    ReturnRequested,
    ReturnWithdrawal,
    ReturnWithdrawn,
    ReturnWithdrawnWhy,
    TravelDocument,
    TravelDocumentIssued,
)
from kakehashi.core.notices.snapshots import Changes, RawCell, Snapshot
from kakehashi.core.notices.text import Name
from kakehashi.core.notices.values import LegalBasis

_REFUSED = FinalRefusal(
    decided_on=date(2026, 6, 1),
    final_on=date(2026, 7, 15),
    reference="東労審第999号",
    no_appeal_pending=True,
    no_protection_pending=True,
)

MEASURES = (
    AcceptingMeasureOrdered(
        links=links(),
        public=AcceptingMeasure(
            organization=AOBA,
            measure=MeasureType.IMPROVEMENT_ORDER,
            reference="管支第999号",
            authorities=(ISA,),
            legal_basis=(IMMIGRATION_ACT,),
            grounds=(MeasureGround.WAGES, MeasureGround.SUPPORT),
            grounds_text=ja("割増賃金の一部を支払わなかった。", "Part of overtime was not paid."),
            improve_by_on=date(2026, 4, 30),
            scope=Scope.ALL,
            published_on=date(2026, 3, 2),
            published_at_url="https://isa.example/measures/999",
        ),
        particulars=AOBA_PERSONS,
    ),
    AcceptingMeasureLifted(
        links=links(refers=10),
        public=LiftedMeasure(
            organization=AOBA,
            measure=MeasureType.IMPROVEMENT_ORDER,
            why=LiftedWhy.IMPROVED,
            explanation=ja("未払賃金は全額支払われた。", "All wages were paid."),
            authorities=(ISA,),
        ),
    ),
    SupportingMeasureOrdered(
        links=links(),
        restricted=SupportingMeasure(
            organization=HIKARI,
            measure=MeasureType.GUIDANCE,
            authorities=(ISA,),
            grounds=(MeasureGround.REPORTING,),
            grounds_text=ja("定期の届出を怠った。"),
            representatives=(
                Representative(names=(Name(text="架空 花子", lang="ja", script="Jpan"),)),
            ),
        ),
    ),
    SupportingMeasureLifted(
        links=links(refers=12),
        restricted=LiftedMeasure(
            organization=HIKARI, measure=MeasureType.GUIDANCE, why=LiftedWhy.IMPROVED
        ),
    ),
    SupportingOrganizationListShared(
        links=links(refers=13),
        public=Snapshot(
            as_of_on=date(2026, 7, 1),
            source=en("Register of supporting organizations"),
            source_name="supporting-organizations.xlsx",
            source_digest=digest("xlsx"),
            count=2,
            digest=digest("supporting list"),
            previous_digest=digest("supporting list before"),
            changes=Changes(added=1, changed=0, departed=1),
        ),
        particulars=RowRepresentatives(
            representatives=(
                RowRepresentative(row=0, names=(Name(text="架空 花子", lang="ja", script="Jpan"),)),
            )
        ),
        rows=(
            SupportingOrganizationRow(
                number="99登-000001",
                raw=(
                    RawCell(column="number", text="９９登－０００００１ "),
                    RawCell(column="languages", text="カンボジア御、英語圏"),
                ),
                registered_on=date(2023, 9, 1),
                valid_until_on=date(2028, 8, 31),
                names=(Name(text="一般社団法人ひかり生活支援", lang="ja", script="Jpan"),),
                postal_code="980-0000",
                address="宮城県仙台市青葉区架空町4-5",
                region="宮城県",
                locality="仙台市",
                phones=("022-999-0001",),
                offices=("ひかり生活支援 本部",),
                optional_support=True,
                planned_start_on=date(2023, 10, 1),
                languages=("km", "en"),
                languages_text="カンボジア御、英語圏",
            ),
            SupportingOrganizationRow(
                number="99登-000002",
                names=(Name(text="株式会社みらい橋", lang="ja", script="Jpan"),),
                languages=("tg", "ru"),
                remarks="令和七年に所在地変更",
            ),
        ),
    ),
    PublicationConfirmed(
        links=links(answers=2),
        public=Publication(
            published_at=1_772_000_000, url="https://register.example/entries/KHM900001"
        ),
    ),
    PublicationWithheld(
        links=links(answers=10),
        public=Withholding(
            why=WithheldWhy.COURT,
            legal_basis=(LegalBasis(law=en("Code of civil procedure")),),
            explanation=en("A court ordered that the name is not published until it has judged."),
        ),
    ),
)

ACCEPTANCE = (
    AcceptanceSuspended(
        links=links(),
        public=SuspendedAcceptance(
            field="food-service",
            channels=(
                ChannelDay(channel=Channel.ELIGIBILITY, from_on=date(2026, 4, 13)),
                ChannelDay(channel=Channel.TESTS, from_on=date(2026, 4, 13)),
            ),
            legal_basis=(IMMIGRATION_ACT.model_copy(update={"provision": "第七条の二第三項"}),),
            explanation=ja("必要とされる人材が確保されたため。", "The labour needed was secured."),
            published_at_url="https://isa.example/suspension",
            exceptions=en("Applications received before the day."),
        ),
    ),
    AcceptanceResumed(
        links=links(refers=60),
        public=FieldChannels(
            field="food-service",
            channels=(ChannelDay(channel=Channel.TESTS, from_on=date(2027, 4, 1)),),
        ),
    ),
    ResidenceHandlingInformed(
        links=links(answers=60),
        restricted=ResidenceHandling(
            field="food-service",
            as_of_on=date(2026, 5, 1),
            steps=(
                ResidenceStep(measure=ResidenceMeasure.STAY),
                ResidenceStep(
                    measure=ResidenceMeasure.EMPLOYER, text=en("Employment offices help.")
                ),
            ),
            counts=(
                ResidenceCount(status=StatusOfResidence.ONE, persons=812, not_permitted=1),
                ResidenceCount(status=StatusOfResidence.TWO, persons=9),
                ResidenceCount(status=StatusOfResidence.SPOUSE, persons=4),
            ),
        ),
    ),
    ReturnRequested(
        links=links(refers=60),
        confidential=ReturnRequest(
            field="food-service",
            persons=(
                Returning(
                    reference="R-999-1",
                    names=(Name(text="CHAN Invented", lang="en", script="Latn"),),
                    born_on=date(1995, 2, 3),
                    passport="N0000000",
                    passport_expired=True,
                    status=StatusOfResidence.TWO,
                    refusal=_REFUSED,
                ),
                Returning(
                    reference="R-999-2",
                    names=(Name(text="ចាន់ ឧទាហរណ៍", lang="km", script="Khmr"),),
                    status=StatusOfResidence.CHILD,
                    dependant_of="R-999-1",
                    refusal=_REFUSED,
                    needs=en("Three years old."),
                ),
            ),
            wanted=(TravelDocument.TEMPORARY,),
            wanted_by_on=date(2026, 8, 31),
            attachments=(file(1, "refusal.pdf", "The final refusal"),),
        ),
    ),
    ReturnWithdrawn(
        links=links(refers=63),
        confidential=ReturnWithdrawal(
            persons=("R-999-2",),
            why=ReturnWithdrawnWhy.PERMITTED,
            explanation=en("The child may stay with the other parent."),
        ),
    ),
    ReturnDeparted(
        links=links(refers=63),
        confidential=Departure(
            persons=("R-999-1",),
            departed_on=date(2026, 9, 3),
            port="Narita",
            by="XX999",
            expected_on=date(2026, 9, 3),
        ),
    ),
    ReturnAnswered(
        links=links(answers=63),
        confidential=ReturnAnswer(
            reply=ReturnReply.WILL,
            persons=("R-999-1", "R-999-2"),
            with_embassy=True,
            needed=en("Two photographs of each person."),
            expected_on=date(2026, 8, 20),
        ),
    ),
    TravelDocumentIssued(
        links=links(answers=63),
        confidential=IssuedDocuments(
            documents=(
                IssuedDocument(
                    person="R-999-1",
                    document=TravelDocument.TEMPORARY,
                    number="TP-0001",
                    issued_on=date(2026, 8, 18),
                    valid_until_on=date(2026, 11, 18),
                ),
            ),
            issued_by=(
                Name(
                    text="Royal Embassy of the Kingdom of Cambodia in Japan",
                    lang="en",
                    script="Latn",
                ),
            ),
            to_be_had=en("At the embassy, on working days from 9:00."),
        ),
    ),
    ReturnNotPossible(
        links=links(answers=63),
        confidential=NotPossible(
            persons=("R-999-2",),
            why=NotPossibleWhy.IDENTITY,
            explanation=en("No record of birth was found yet."),
            for_now=True,
        ),
    ),
    ReturnArrived(
        links=links(answers=63),
        confidential=Arrival(persons=("R-999-1",), arrived_on=date(2026, 9, 3), port="Phnom Penh"),
    ),
)

EXAMPLES = (*MEASURES, *ACCEPTANCE)
