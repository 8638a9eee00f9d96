"""The desk's own tables: drafts, and what was read by whom."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the models."""

    name = "kakehashi.desk"
    label = "desk"
