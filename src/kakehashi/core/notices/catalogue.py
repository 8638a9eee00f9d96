"""The kinds that say something of their own; letters and corrections speak about these."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from kakehashi.core.notices.acceptance import (
    AcceptanceResumed,
    AcceptanceSuspended,
    ResidenceHandlingInformed,
)
from kakehashi.core.notices.certificates import (
    CertificateIssued,
    CertificateQueried,
    CertificateQueryAnswered,
    CertificateRevoked,
    CertificateSuspended,
)
from kakehashi.core.notices.consultations import (
    ConsultationAccepted,
    ConsultationDeclined,
    ConsultationMinuted,
    ConsultationMinutesAgreed,
    ConsultationMinutesCorrected,
    ConsultationProposed,
    ConsultationRescheduled,
    CorrectiveActionReported,
)
from kakehashi.core.notices.contacts import ContactPointChanged
from kakehashi.core.notices.disclosure import (
    DisclosureCompelled,
    DisclosureConsented,
    DisclosureConsentWithdrawn,
    DisclosureNotified,
    DisclosureRefused,
    DisclosureRequested,
    ErasureDone,
    ErasureRefused,
    ErasureRequested,
)
from kakehashi.core.notices.exams import (
    ExamCooperationAnswered,
    ExamCooperationCompleted,
    ExamCooperationRequested,
    ExamMisconductReported,
    ExamsReported,
)
from kakehashi.core.notices.inquiries import (
    InquiryAnswered,
    InquiryAsked,
    InquiryPartlyAnswered,
    InquiryReminded,
    InquiryTransferred,
)
from kakehashi.core.notices.intermediaries import (
    InformationShared,
    IntermediaryReportAnswered,
    IntermediaryReported,
)
from kakehashi.core.notices.life import (
    AmendmentConsented,
    AmendmentDeclined,
    AmendmentProposed,
    CommencementNotified,
    CommencementReceived,
    DiscontinuanceNotified,
    DiscontinuanceReceived,
    DisputeRaised,
    DisputeSettled,
    ReviewConcluded,
    ReviewOpened,
)
from kakehashi.core.notices.measures import (
    AcceptingMeasureLifted,
    AcceptingMeasureOrdered,
    SupportingMeasureLifted,
    SupportingMeasureOrdered,
    SupportingOrganizationListShared,
)
from kakehashi.core.notices.misconduct import (
    InvestigationReported,
    MisconductAcknowledged,
    MisconductInformed,
)
from kakehashi.core.notices.notice import Notice
from kakehashi.core.notices.organizations import (
    SendingOrganizationAmended,
    SendingOrganizationApproved,
    SendingOrganizationGuided,
    SendingOrganizationListShared,
    SendingOrganizationResumed,
    SendingOrganizationRevoked,
    SendingOrganizationSuspended,
)
from kakehashi.core.notices.publication import PublicationConfirmed, PublicationWithheld
from kakehashi.core.notices.returns import (
    ReturnAnswered,
    ReturnArrived,
    ReturnDeparted,
    ReturnNotPossible,
    ReturnRequested,
    ReturnWithdrawn,
    TravelDocumentIssued,
)
from kakehashi.core.notices.targets import (
    CalendarConfirmed,
    DutyDeclined,
    TargetsAgreed,
    TargetsProposed,
)

OrdinaryNotice = (
    ContactPointChanged
    | SendingOrganizationApproved
    | SendingOrganizationAmended
    | SendingOrganizationSuspended
    | SendingOrganizationResumed
    | SendingOrganizationRevoked
    | SendingOrganizationGuided
    | SendingOrganizationListShared
    | AcceptingMeasureOrdered
    | AcceptingMeasureLifted
    | SupportingMeasureOrdered
    | SupportingMeasureLifted
    | SupportingOrganizationListShared
    | PublicationConfirmed
    | PublicationWithheld
    | InformationShared
    | IntermediaryReported
    | IntermediaryReportAnswered
    | MisconductInformed
    | MisconductAcknowledged
    | InvestigationReported
    | InquiryAsked
    | InquiryPartlyAnswered
    | InquiryAnswered
    | InquiryTransferred
    | InquiryReminded
    | ConsultationProposed
    | ConsultationAccepted
    | ConsultationDeclined
    | ConsultationRescheduled
    | ConsultationMinuted
    | ConsultationMinutesCorrected
    | ConsultationMinutesAgreed
    | CorrectiveActionReported
    | DisclosureRequested
    | DisclosureConsented
    | DisclosureRefused
    | DisclosureConsentWithdrawn
    | DisclosureNotified
    | DisclosureCompelled
    | ErasureRequested
    | ErasureDone
    | ErasureRefused
    | ExamMisconductReported
    | ExamsReported
    | ExamCooperationRequested
    | ExamCooperationAnswered
    | ExamCooperationCompleted
    | CertificateIssued
    | CertificateSuspended
    | CertificateRevoked
    | CertificateQueried
    | CertificateQueryAnswered
    | AcceptanceSuspended
    | AcceptanceResumed
    | ResidenceHandlingInformed
    | ReturnRequested
    | ReturnWithdrawn
    | ReturnDeparted
    | ReturnAnswered
    | TravelDocumentIssued
    | ReturnNotPossible
    | ReturnArrived
    | AmendmentProposed
    | AmendmentConsented
    | AmendmentDeclined
    | ReviewOpened
    | ReviewConcluded
    | CommencementNotified
    | CommencementReceived
    | DiscontinuanceNotified
    | DiscontinuanceReceived
    | DisputeRaised
    | DisputeSettled
    | TargetsProposed
    | TargetsAgreed
    | CalendarConfirmed
    | DutyDeclined
)

ORDINARY: Mapping[str, type[Notice]] = MappingProxyType(
    {kind.kind: kind for kind in get_args(OrdinaryNotice)}
)
"""Kind name to type, in the order in which they are shown."""
