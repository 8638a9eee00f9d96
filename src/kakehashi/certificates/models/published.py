"""What verifiers fetch: issuing keys and status lists, ours and the other side's."""

from django.db import models


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


class KeptKeys(models.Model):
    """The file of published keys of another issuer, whose root people compare with paper."""

    issuer = models.CharField(max_length=120, unique=True)
    published = models.BinaryField()
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.issuer


class ListFetch(models.Model):
    """How fetching the other side's lists and keys stands: when it was tried, when it went well.

    `problem` is what the last attempt failed of; empty where it went well.
    """

    agreement = models.CharField(max_length=100, unique=True)
    tried_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.agreement}: {self.problem or self.fetched_at}"
