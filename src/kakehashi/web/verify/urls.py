"""The addresses of the verification page; its worker answers for all of them and nothing else."""

from django.urls import path

from kakehashi.web.verify import views

urlpatterns = [
    path("", views.page, name="verify"),
    path("read/", views.read, name="verify-read"),
    path("held.json", views.held, name="verify-held"),
    path(
        "status/<slug:agreement>/<slug:party>/<int:number>.cwt",
        views.status_list,
        name="verify-status",
    ),
    path("keys/<slug:agreement>/<slug:party>.json", views.published_keys, name="verify-keys"),
    path("worker.js", views.worker, name="verify-worker"),
]
