"""Examples: contact points and sending organizations."""

from datetime import date

from kakehashi.core.notices.contacts import ContactChange, ContactPoint, ContactPointChanged
from kakehashi.core.notices.examples.cast import (
    LABOUR_LAW_KH,
    MEKONG,
    MEKONG_APPROVAL,
    MEKONG_NAMES,
    MEKONG_NUMBER,
    MEKONG_PERSONS,
    ROHI_NAV,
    ROHI_NAV_NUMBER,
    digest,
    en,
    file,
    km,
    links,
    tg,
)
from kakehashi.core.notices.organizations import (
    AmendedOrganization,
    Approval,
    ApprovedOrganization,
    Changed,
    ConfidentialGrounds,
    Examination,
    Ground,
    Guidance,
    GuidanceResult,
    GuidanceSubject,
    ListedStatus,
    ResumedOrganization,
    RevokedOrganization,
    SendingOrganizationAmended,
    SendingOrganizationApproved,
    SendingOrganizationGuided,
    SendingOrganizationListShared,
    SendingOrganizationResumed,
    SendingOrganizationRevoked,
    SendingOrganizationRow,
    SendingOrganizationSuspended,
    SuspendedOrganization,
    SuspendedWhat,
)
from kakehashi.core.notices.persons import ContactPerson, RowRepresentative, RowRepresentatives
from kakehashi.core.notices.snapshots import Snapshot
from kakehashi.core.notices.text import Name
from kakehashi.core.notices.values import Validity

_EXPLAINED = km("ក្រុមហ៊ុនបានប្រមូលប្រាក់កក់ពីបេក្ខជន", "The organization took deposits from candidates.")

EXAMPLES = (
    ContactPointChanged(
        links=links(),
        restricted=ContactPoint(
            changed=(ContactChange.PERSONS, ContactChange.HOURS),
            office="migration-service",
            unit=(
                Name(text="Шуъбаи ҳуқуқ, кадрҳо ва корҳои махсус", lang="tg", script="Cyrl"),
                Name(
                    text="Department of Law, Personnel and Special Affairs",
                    lang="en",
                    script="Latn",
                ),
            ),
            persons=(
                ContactPerson(
                    names=(
                        Name(text="Ғуломзода Ҷамшед", lang="tg", script="Cyrl"),
                        Name(text="Jamshed Ghulomzoda", lang="en", script="Latn"),
                    ),
                    position=tg("мутахассиси пешбар", "Leading specialist"),
                    languages=("tg", "ru", "en"),
                    phones=("+992 37 999 0010",),
                    email="contact@migration.example",
                ),
            ),
            languages=("tg", "ru", "en"),
            hours=en("Monday to Friday, 8:00 to 17:00 in Dushanbe"),
            validity=Validity(from_on=date(2026, 2, 1)),
        ),
    ),
    SendingOrganizationApproved(
        links=links(),
        public=ApprovedOrganization(
            number=MEKONG_NUMBER,
            organization=MEKONG,
            approval=MEKONG_APPROVAL,
            standards=en("Approving standards of 2024"),
        ),
        particulars=MEKONG_PERSONS,
        confidential=Examination(
            examined_on=date(2025, 3, 14),
            standards=en("Approving standards of 2024"),
            findings=en("All standards are met."),
            attachments=(file(1, "examination.pdf", "Report of the examination"),),
        ),
    ),
    SendingOrganizationAmended(
        links=links(refers=2),
        public=AmendedOrganization(
            number=MEKONG_NUMBER,
            changed=(Changed.CAPACITY, Changed.FIELDS),
            organization=MEKONG,
            approval=MEKONG_APPROVAL.model_copy(update={"capacity": 500}),
            remarks=en("A second training centre was opened."),
        ),
        particulars=MEKONG_PERSONS,
    ),
    SendingOrganizationSuspended(
        links=links(answers=20),
        public=SuspendedOrganization(
            number=MEKONG_NUMBER,
            names=MEKONG_NAMES,
            suspended=SuspendedWhat.NEW_CANDIDATES,
            until_on=date(2026, 5, 31),
            grounds=(Ground.PROPERTY,),
            legal_basis=(LABOUR_LAW_KH,),
            explanation=_EXPLAINED,
        ),
        confidential=ConfidentialGrounds(explanation=en("Three deposits were found in its books.")),
    ),
    SendingOrganizationResumed(
        links=links(refers=4),
        public=ResumedOrganization(
            number=MEKONG_NUMBER,
            names=MEKONG_NAMES,
            conditions=(en("Its fees are examined every month for a year."),),
            explanation=en("The deposits were paid back."),
        ),
    ),
    SendingOrganizationRevoked(
        links=links(answers=20),
        public=RevokedOrganization(
            number=MEKONG_NUMBER,
            names=MEKONG_NAMES,
            grounds=(Ground.STANDARDS, Ground.PROPERTY, Ground.FEES),
            legal_basis=(LABOUR_LAW_KH,),
            explanation=_EXPLAINED,
            candidates=en("Ask the 3rd Overseas Placement Office. Pay nothing more."),
        ),
        confidential=ConfidentialGrounds(
            explanation=en("It took deposits again after its suspension."),
            attachments=(file(1, "decision.pdf", "The decision"),),
        ),
    ),
    SendingOrganizationGuided(
        links=links(),
        confidential=Guidance(
            number=MEKONG_NUMBER,
            names=MEKONG_NAMES,
            given_on=date(2026, 1, 20),
            subjects=(GuidanceSubject.FEES, GuidanceSubject.CONTRACTS),
            guidance=en("Show every candidate the calculation of each fee before it is paid."),
            correct_by_on=date(2026, 2, 20),
            result=GuidanceResult.CORRECTED,
            result_text=en("A sheet with the breakdown is signed by every candidate."),
        ),
    ),
    SendingOrganizationListShared(
        links=links(),
        public=Snapshot(
            as_of_on=date(2025, 1, 1),
            source=en("Register of approved sending organizations"),
            count=2,
            digest=digest("sending list"),
        ),
        particulars=RowRepresentatives(
            representatives=(
                RowRepresentative(
                    row=1, names=(Name(text="Қурбонова Мӯниса", lang="tg", script="Cyrl"),)
                ),
            )
        ),
        rows=(
            SendingOrganizationRow(
                number=MEKONG_NUMBER,
                organization=MEKONG,
                approval=MEKONG_APPROVAL,
                status=ListedStatus.APPROVED,
                since_on=date(2025, 4, 1),
            ),
            SendingOrganizationRow(
                number=ROHI_NAV_NUMBER,
                organization=ROHI_NAV,
                approval=Approval(validity=Validity(from_on=date(2024, 10, 1))),
                status=ListedStatus.SUSPENDED,
                since_on=date(2024, 12, 1),
                remarks=(tg("то тафтиши навбатӣ", "Until the next inspection"),),
            ),
        ),
    ),
)
