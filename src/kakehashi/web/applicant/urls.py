"""The addresses of the applicants' room."""

from django.urls import path

from kakehashi.web.applicant import account, applications, checking, outcome, papers, start, steps

ONE = "applications/<uuid:public_id>/"

urlpatterns = [
    path("", start.start, name="apply"),
    path("account/new/", account.sign_up, name="apply_sign_up"),
    path("sign-in/", account.sign_in, name="apply_sign_in"),
    path("second/", account.second, name="apply_second"),
    path("again/<str:secret>/", account.again, name="apply_again"),
    path("sign-out/", account.sign_out, name="apply_sign_out"),
    path("account/", account.account, name="apply_account"),
    path("applications/", applications.applications, name="apply_applications"),
    path("applications/new/", applications.begin, name="apply_begin"),
    path(ONE, applications.application, name="apply_application"),
    path(f"{ONE}withdraw/", applications.withdraw, name="apply_withdraw"),
    path(f"{ONE}check/", checking.check, name="apply_check"),
    path(f"{ONE}certificate/", outcome.certificate, name="apply_certificate"),
    path(f"{ONE}papers/", papers.papers, name="apply_papers"),
    path(f"{ONE}papers/<str:kept_as>/", papers.paper, name="apply_paper"),
    path(f"{ONE}steps/<slug:step>/", steps.step, name="apply_step"),
]
