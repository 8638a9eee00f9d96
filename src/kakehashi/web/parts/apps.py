"""The parts as an application: its templates and its tags."""

from django.apps import AppConfig


class PartsConfig(AppConfig):
    """Has no tables."""

    name = "kakehashi.web.parts"
    label = "parts"
