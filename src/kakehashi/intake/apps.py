"""The intake's own tables: reports, what is sealed in them, and who holds the office's key."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the models."""

    name = "kakehashi.intake"
    label = "intake"
