"""The screening index's own tables."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Registers the models."""

    name = "kakehashi.screening"
    label = "screening"
