"""What the desk derives from both journals, and can derive again into a new edition.

No confidential value stands here: only which notice, under which agreement, of which kind and
class, and how notices name each other. `place` is that of `core.projection.place`, every `*_at`
here seconds since the epoch.
"""

from django.db import models


class DeskEdition(models.Model):
    """One derivation of an agreement's cases and duties: filling, then serving, then retired."""

    class State(models.TextChoices):
        """Which edition of an agreement is read: the one that serves."""

        FILLING = "filling"
        SERVING = "serving"
        RETIRED = "retired"

    agreement = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.FILLING)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="desk_edition_number"),
            models.UniqueConstraint(
                fields=("agreement",),
                condition=models.Q(state="serving"),
                name="desk_one_edition_serves",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}/{self.number}"


class DeskWatermark(models.Model):
    """How far an edition has read one author's journal."""

    edition = models.ForeignKey(DeskEdition, models.CASCADE, related_name="watermarks")
    party = models.CharField(max_length=16)
    generation = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("edition", "party"), name="desk_watermark_party"),
        )

    def __str__(self) -> str:
        return f"{self.edition_id} {self.party} {self.generation}/{self.size}"


class Dealing(models.Model):
    """A notice of either side, as the desk finds it; receipts between the nodes are left out.

    `counts_as` is the kind that a letter stands for, else its own; `party` wrote it into its
    journal, `speaker` is whose notice it is. `matter` is the first notice of its case ("": it
    belongs to none; `AlsoIn` names further ones), `standing` a code of `core.cases.Standing`,
    `reason` why it is set aside. `seen` and `detail` are what the course of a case reads.
    """

    pk = models.CompositePrimaryKey("edition", "party", "place")
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    party = models.CharField(max_length=16)
    place = models.PositiveBigIntegerField()
    generation = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    jti = models.CharField(max_length=36)
    kind = models.CharField(max_length=100)
    counts_as = models.CharField(max_length=100)
    speaker = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    clause = models.CharField(max_length=30)
    classification = models.CharField(max_length=20)
    issued_at = models.PositiveBigIntegerField()
    decided_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    entered_later = models.BooleanField()
    is_set_aside = models.BooleanField()
    reason = models.CharField(max_length=40, blank=True)
    seen = models.PositiveBigIntegerField()
    matter = models.CharField(max_length=36, blank=True)
    standing = models.CharField(max_length=30)
    detail = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("edition", "jti"), name="desk_dealing_jti"),
            models.Index(fields=("edition", "matter", "issued_at"), name="desk_dealing_matter"),
            models.Index(fields=("edition", "issued_at", "party"), name="desk_dealing_time"),
            models.Index(fields=("edition", "kind", "issued_at"), name="desk_dealing_kind"),
            models.Index(
                fields=("edition", "standing"),
                condition=~models.Q(standing="ordinary"),
                name="desk_dealing_odd",
            ),
            models.Index(
                fields=("edition", "issued_at"),
                condition=models.Q(is_set_aside=True),
                name="desk_dealing_aside",
            ),
        )

    def __str__(self) -> str:
        return f"{self.party} {self.generation}/{self.seq}: {self.kind}"


class AlsoIn(models.Model):
    """A further case to which a notice belongs, beside the one that its `Dealing` names."""

    pk = models.CompositePrimaryKey("edition", "matter", "party", "place")
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    matter = models.CharField(max_length=36)
    party = models.CharField(max_length=16)
    place = models.PositiveBigIntegerField()
    jti = models.CharField(max_length=36)
    standing = models.CharField(max_length=30)

    class Meta:
        indexes = (models.Index(fields=("edition", "jti"), name="desk_also_in_jti"),)

    def __str__(self) -> str:
        return f"{self.jti} in {self.matter}"


class Naming(models.Model):
    """That one notice names another: how (a code of `core.cases.Relation`), and which.

    `number` is its turn among those that the notice names. The notice that is named need not be
    known here.
    """

    pk = models.CompositePrimaryKey("edition", "party", "place", "number")
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    party = models.CharField(max_length=16)
    place = models.PositiveBigIntegerField()
    number = models.PositiveSmallIntegerField()
    jti = models.CharField(max_length=36)
    relation = models.CharField(max_length=10)
    named = models.CharField(max_length=36)

    class Meta:
        indexes = (
            models.Index(fields=("edition", "named"), name="desk_naming_named"),
            models.Index(fields=("edition", "jti"), name="desk_naming_jti"),
        )

    def __str__(self) -> str:
        return f"{self.jti} {self.relation} {self.named}"


class Case(models.Model):
    """A case as both journals make it; `matter` is its first notice.

    `clause` is that of its first notice; `step` and `owes` are what comes next and which party
    owes it ("": no one party), `due_on` the earliest day on which a duty of it is due.
    `classification` is the highest of its notices; `subject` a public key of what it is about,
    where its first notice is public.
    """

    class State(models.TextChoices):
        """Whether something is still to come."""

        OPEN = "open"
        CLOSED = "closed"

    pk = models.CompositePrimaryKey("edition", "matter")
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    agreement = models.CharField(max_length=100)
    matter = models.CharField(max_length=36)
    family = models.CharField(max_length=30)
    opened_by = models.CharField(max_length=16)
    opened_at = models.PositiveBigIntegerField()
    clause = models.CharField(max_length=30, blank=True)
    classification = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices)
    closed_at = models.PositiveBigIntegerField(null=True)
    last_at = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    step = models.CharField(max_length=30)
    owes = models.CharField(max_length=16, blank=True)
    due_on = models.DateField(null=True)
    subject = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("edition", "last_at", "matter"), name="desk_case_last"),
            models.Index(fields=("-last_at", "matter"), name="desk_case_latest"),
            models.Index(fields=("edition", "family", "last_at"), name="desk_case_family"),
            models.Index(
                fields=("edition", "owes", "due_on"),
                condition=models.Q(state="open"),
                name="desk_case_owed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.family} {self.matter}"
