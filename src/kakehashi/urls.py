"""Every address of the node."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", include("kakehashi.web.entrance.urls")),
    path("", include("kakehashi.web.parts.urls")),
]
