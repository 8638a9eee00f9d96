"""The portal's addresses."""

from django.urls import path, register_converter

from kakehashi.core.standing import Register
from kakehashi.web.portal import views


class RegisterName:
    """One of the four registers, by its name."""

    regex = "|".join(register.value for register in Register)

    def to_python(self, value: str) -> Register:
        """Read it."""
        return Register(value)

    def to_url(self, value: str) -> str:
        """Write it."""
        return str(value)


register_converter(RegisterName, "register")

REGISTER = "registers/<slug:agreement>/<register:register>"

urlpatterns = [
    path("", views.home, name="portal-home"),
    path("find/", views.find, name="portal-find"),
    path("check/", views.check, name="portal-check"),
    path("agreements/<slug:agreement>/", views.agreement, name="portal-agreement"),
    path(f"{REGISTER}.csv", views.sheet, name="portal-sheet"),
    path(f"{REGISTER}/", views.register, name="portal-register"),
    path(f"{REGISTER}/<path:number>/", views.entry, name="portal-entry"),
    path("n/<path:number>/", views.number, name="portal-number"),
    path("proof/<str:jti>", views.proof, name="portal-proof"),
]
