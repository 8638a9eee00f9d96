"""The verification page."""

from django.apps import AppConfig


class VerifyConfig(AppConfig):
    """Checks certificates for everybody, in the browser or here, and keeps nothing of them."""

    name = "kakehashi.web.verify"
    label = "web_verify"
