"""Candidates' cases, the certificates issued on them, and what both sides announced.

No column says anything of a person: what is personal is sealed in `CasePart` and in the
certificate's own bytes, and what is looked for stands as a keyed token.
"""

from typing import Final

from django.db import models
from django.db.models import F, Q

from kakehashi.accounts.models import Officer

PUBLIC_ID: Final = 36
NUMBER: Final = 40
LEAF: Final = 43


class CaseState(models.TextChoices):
    """Where a candidate's case is on its way."""

    OPEN = "open"
    PROPOSED = "proposed"
    APPROVED = "approved"
    CERTIFIED = "certified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CandidateCase(models.Model):
    """A candidate's case: `approved` once a second officer decided, `certified` once issued.

    `person` is a keyed token of passport and date of birth. `revision` counts changes, so that a
    change made on top of an older state is noticed. `decision` is the leaf hash of the act.
    `is_screened` is false until the names in it, as it stands, were compared with the index.
    """

    public_id = models.UUIDField(unique=True)
    agreement = models.CharField(max_length=100)
    organization = models.CharField(max_length=20)
    field = models.CharField(max_length=64)
    route = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    revision = models.PositiveIntegerField(default=0)
    person = models.BinaryField(max_length=32)
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=LEAF, blank=True)
    is_screened = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="certificates_nobody_decides_their_own_case",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(CaseState.APPROVED, CaseState.CERTIFIED))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="certificates_approved_cases_name_who_decided",
            ),
        )
        indexes = (
            models.Index(fields=("agreement", "state", "decided_at"), name="certificates_case_due"),
            models.Index(fields=("agreement", "person"), name="certificates_case_person"),
            models.Index(fields=("agreement", "organization"), name="certificates_case_sender"),
            models.Index(
                fields=("agreement", "id"),
                condition=Q(is_screened=False),
                name="certificates_case_to_screen",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.public_id} ({self.state})"


class CasePart(models.Model):
    """Something sealed of a case: `content`, `reason`, a step's note or a file of evidence."""

    case = models.ForeignKey(CandidateCase, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=60)
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "name"), name="certificates_one_part_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.name}"


class HolderCode(models.Model):
    """Where a holder's code of words finds her case: 32 bytes made of it by a slow function."""

    case = models.OneToOneField(CandidateCase, models.CASCADE, related_name="holder_code")
    locator = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}"


class StepDone(models.Model):
    """A step of the procedure that an officer did: on which day; note and evidence are sealed.

    `evidence` is the name of the part with the file; empty where none was shown.
    """

    case = models.ForeignKey(CandidateCase, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=40)
    done_on = models.DateField()
    done_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    evidence = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "step"), name="certificates_each_step_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.step}"


class ExamToken(models.Model):
    """A keyed token of an exam's name and the number of its proof, to find one used twice."""

    case = models.ForeignKey(CandidateCase, models.CASCADE, related_name="exams")
    agreement = models.CharField(max_length=100)
    token = models.BinaryField(max_length=32)

    class Meta:
        indexes = (models.Index(fields=("agreement", "token"), name="certificates_exam"),)

    def __str__(self) -> str:
        return f"{self.case_id}"


class State(models.TextChoices):
    """How a certificate stands; a void number never was one."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    VOID = "void"


LIVE: Final = (State.VALID, State.SUSPENDED)


class Certificate(models.Model):
    """A number of the series and the certificate under it: its signed bytes are sealed.

    `act` is the leaf hash of the issuing (or voiding) act in the own record; `why` why it ended or
    is void.
    """

    agreement = models.CharField(max_length=100)
    sequence = models.PositiveBigIntegerField()
    number = models.CharField(max_length=NUMBER)
    case = models.ForeignKey(CandidateCase, models.PROTECT, null=True, related_name="certificates")
    state = models.CharField(max_length=10, choices=State.choices, default=State.VALID)
    why = models.CharField(max_length=20, blank=True)
    organization = models.CharField(max_length=20, blank=True)
    field = models.CharField(max_length=64, blank=True)
    route = models.CharField(max_length=30, blank=True)
    issued_on = models.DateField()
    valid_until_on = models.DateField(null=True)
    status_list = models.PositiveIntegerField(null=True)
    status_index = models.PositiveIntegerField(null=True)
    commitment = models.CharField(max_length=43, blank=True)
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()
    act = models.CharField(max_length=LEAF)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "sequence"), name="certificates_each_number_once"
            ),
            models.UniqueConstraint(
                fields=("agreement", "number"), name="certificates_each_number_written_once"
            ),
            models.UniqueConstraint(
                fields=("case",),
                condition=Q(state__in=LIVE),
                name="certificates_one_live_a_case",
            ),
            models.UniqueConstraint(
                fields=("agreement", "status_list", "status_index"),
                name="certificates_one_a_place_of_the_list",
            ),
            models.CheckConstraint(
                condition=Q(state=State.VOID)
                | Q(case__isnull=False, valid_until_on__isnull=False, status_index__isnull=False),
                name="certificates_only_void_numbers_have_no_case",
            ),
        )
        indexes = (
            models.Index(
                fields=("agreement", "status_list"),
                condition=Q(state__in=(State.SUSPENDED, State.REVOKED)),
                name="certificates_marked",
            ),
            models.Index(fields=("agreement", "organization"), name="certificates_sender"),
        )

    def __str__(self) -> str:
        return f"{self.number} ({self.state})"


class EndingState(models.TextChoices):
    """Where a proposal to suspend, resume or revoke is on its way."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    DROPPED = "dropped"


class EndingWhat(models.TextChoices):
    """What is to become of a certificate."""

    SUSPEND = "suspend"
    RESUME = "resume"
    REVOKE = "revoke"


class Ending(models.Model):
    """A proposal of one officer to suspend, resume or revoke; another decides."""

    public_id = models.UUIDField(unique=True)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="endings")
    what = models.CharField(max_length=10, choices=EndingWhat.choices)
    why = models.CharField(max_length=20, blank=True)
    until_on = models.DateField(null=True)
    state = models.CharField(
        max_length=10, choices=EndingState.choices, default=EndingState.PROPOSED
    )
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="certificates_nobody_decides_their_own_ending",
            ),
            models.UniqueConstraint(
                fields=("certificate",),
                condition=Q(state=EndingState.PROPOSED),
                name="certificates_one_ending_proposed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.certificate_id} ({self.state})"


class IssuingKey(models.Model):
    """A monthly key as the root certified it; its private half is in a file of the home."""

    agreement = models.CharField(max_length=100)
    kid = models.BinaryField(max_length=8)
    from_on = models.DateField()
    until_on = models.DateField()
    certified = models.BinaryField()
    root_x = models.BinaryField(max_length=32)
    root_y = models.BinaryField(max_length=32)
    is_revoked = models.BooleanField(default=False)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "kid"), name="certificates_key_once"),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.from_on} to {self.until_on}"


class StatusList(models.Model):
    """One of our status lists: how many places are taken, and what was last signed of it."""

    agreement = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)
    token = models.BinaryField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="certificates_list_once"),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: list {self.number}"


class Decoy(models.Model):
    """A place of a list that no certificate has and that is marked from a day on."""

    list = models.ForeignKey(StatusList, models.CASCADE, related_name="decoys")
    index = models.PositiveIntegerField()
    status = models.CharField(max_length=10)
    shows_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("list", "index"), name="certificates_decoy_once"),
        )

    def __str__(self) -> str:
        return f"{self.list_id}: {self.index}"


class KeptList(models.Model):
    """The newest status list of an issuer that this node keeps for its verifiers."""

    issuer = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    token = models.BinaryField()
    signed_at = models.DateTimeField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issuer", "number"), name="certificates_kept_once"),
        )

    def __str__(self) -> str:
        return f"{self.issuer}: list {self.number}"


class ListFetch(models.Model):
    """How fetching the other side's status lists stands: when it was tried, when it went well.

    `problem` is what the last attempt failed of; empty where it went well.
    """

    agreement = models.CharField(max_length=100, unique=True)
    tried_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.agreement}: {self.problem or self.fetched_at}"


class Announced(models.Model):
    """A certificate, or a void number, as a side's heeded notices announced it (`jti`).

    `by` is the notice that gave it its present state, from `since_on` on.
    """

    agreement = models.CharField(max_length=100)
    party = models.CharField(max_length=16)
    number = models.CharField(max_length=NUMBER)
    state = models.CharField(max_length=10, choices=State.choices)
    since_on = models.DateField()
    by = models.CharField(max_length=PUBLIC_ID, blank=True, default="")
    why = models.CharField(max_length=20, blank=True)
    commitment = models.CharField(max_length=43, blank=True)
    organization = models.CharField(max_length=100, blank=True)
    field = models.CharField(max_length=64, blank=True)
    route = models.CharField(max_length=30, blank=True)
    issued_on = models.DateField()
    valid_until_on = models.DateField(null=True)
    jti = models.CharField(max_length=PUBLIC_ID)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "party", "number"), name="certificates_announced_once"
            ),
        )
        indexes = (models.Index(fields=("agreement", "party", "by"), name="certificates_said_by"),)

    def __str__(self) -> str:
        return f"{self.party} {self.number} ({self.state})"


class AnnouncedMark(models.Model):
    """How far a side's journal was read into `Announced`."""

    agreement = models.CharField(max_length=100)
    party = models.CharField(max_length=16)
    generation = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "party"), name="certificates_mark_a_journal"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement} {self.party} {self.generation}/{self.size}"


class Announcing(models.Model):
    """How far our own record was told to the counterpart of an agreement, and what it came to."""

    agreement = models.CharField(max_length=100, unique=True)
    size = models.PositiveBigIntegerField(default=0)
    approved = models.PositiveBigIntegerField(default=0)
    withdrawn = models.PositiveBigIntegerField(default=0)
    issued = models.PositiveBigIntegerField(default=0)
    compared_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.agreement} {self.size}"


class Suspension(models.Model):
    """The notice of ours by which a certificate is suspended, to be withdrawn when it ends."""

    agreement = models.CharField(max_length=100)
    number = models.CharField(max_length=NUMBER)
    jti = models.CharField(max_length=PUBLIC_ID)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "number"), name="certificates_one_suspension_a_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.jti}"


class Difference(models.Model):
    """Where the register of certificates and the acts disagreed; announced once it stands here.

    `jti` is the notice that told the counterpart; empty until then.
    """

    agreement = models.CharField(max_length=100)
    number = models.CharField(max_length=NUMBER)
    difference = models.CharField(max_length=20)
    found_on = models.DateField()
    jti = models.CharField(max_length=PUBLIC_ID, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "number", "difference"), name="certificates_difference_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.difference}"
