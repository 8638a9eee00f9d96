"""Every address of the node."""

from django.urls import URLPattern, URLResolver, include, path

from kakehashi.api import exchange
from kakehashi.web.parts.doors import counterpart

urlpatterns: list[URLPattern | URLResolver] = [
    path("exchange/<str:agreement>/package", counterpart(exchange.package), name="package"),
    path("exchange/<str:agreement>/pull", counterpart(exchange.pull), name="pull"),
    path("apply/", include("kakehashi.web.applicant.urls")),
    path("desk/", include("kakehashi.web.desk.urls")),
    path("sign-in/", include("kakehashi.web.entrance.urls")),
    path("r/", include("kakehashi.web.report.urls")),
    path("verify/", include("kakehashi.web.verify.urls")),
    path("mine/", include("kakehashi.web.holder.urls")),
    path("", include("kakehashi.web.parts.urls")),
    path("", include("kakehashi.web.portal.urls")),
]
