"""Where the parts are shown."""

from django.urls import path

from kakehashi.web.parts import views

urlpatterns = [path("parts/", views.gallery, name="parts")]
