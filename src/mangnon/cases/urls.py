"""Addresses of the cases' pages, under /vu-viec/."""

from django.urls import URLPattern, URLResolver, path

from mangnon.cases.views import figures, lists, moves, need, page, papers, triage, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.index, name="cases"),
    path("tin-bao/", triage.index, name="case_reports"),
    path("tin-bao/<uuid:pk>/", triage.one, name="case_report"),
    path("tin-bao/<uuid:pk>/mo/", triage.make_case, name="case_open"),
    path("tin-bao/<uuid:pk>/ket-thuc/", triage.end, name="case_report_end"),
    path("tin-bao/<uuid:pk>/nguoi-thu-hai/", triage.second, name="case_report_second"),
    path("tin-bao/<uuid:pk>/tra-loi/", triage.reply, name="case_report_reply"),
    path("so-lieu/", figures.index, name="case_figures"),
    path("so-lieu/bao-cao.<str:kind>", figures.download, name="case_figures_file"),
    path("khi-can/", need.need, name="case_need"),
    path("khi-can/<int:pk>/xet/", need.judge, name="case_glass_judge"),
    path("nguoi-bao-tin/<int:pk>/", need.answer, name="case_identity_answer"),
    path("<uuid:pk>/nguoi-bao-tin/", need.identity, name="case_identity"),
    path("chuyen-tuyen/<uuid:pk>/", work.referral, name="case_referral"),
    path("<uuid:pk>/", page.one, name="case"),
    path("<uuid:pk>/buoc/<str:event>/", moves.move, name="case_move"),
    path("<uuid:pk>/mau/<str:name>/", papers.draft, name="case_draft"),
    path("<uuid:pk>/giay/<int:paper>/", papers.one, name="case_paper"),
    path("<uuid:pk>/giay/<int:paper>/tep.<str:kind>", papers.download, name="case_paper_file"),
    path("<uuid:pk>/dich-vu/", work.new_service, name="case_service_new"),
    path("<uuid:pk>/dich-vu/<int:service_pk>/", work.service, name="case_service"),
    path("<uuid:pk>/chuyen-tuyen/", work.new_referral, name="case_referral_new"),
    path("<uuid:pk>/ghi-chu/", work.note, name="case_note"),
]
