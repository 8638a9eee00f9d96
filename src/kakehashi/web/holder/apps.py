"""The holder's own page."""

from django.apps import AppConfig


class HolderConfig(AppConfig):
    """Shows a candidate her own certificate and fees, to whoever brings her words."""

    name = "kakehashi.web.holder"
    label = "web_holder"
