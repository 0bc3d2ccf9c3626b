"""Addresses of the public pages and of the keys, under /bao-tin/."""

from django.urls import URLPattern, URLResolver, path

from mangnon.reports.views import evidence, partner, phone, poster, public, receipt, unlock

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.start, name="report_start"),
    path("q/<str:code>/", public.by_poster, name="report_poster_start"),
    path("viet/<uuid:draft>/<str:name>/", public.step, name="report_step"),
    path("tra-loi/", receipt.receipt, name="report_receipt"),
    path("tep/", evidence.send_files, name="report_files"),
    path("an-toan/", public.safety_words, name="report_safety"),
    path("thoat/", public.leave, name="report_leave"),
    path("to-dan/<str:code>.pdf", poster.poster, name="report_poster"),
    path("tep/cong-an/", evidence.evidence_police, name="evidence_police"),
    path("tep/cua/<uuid:report>/", evidence.evidence_list, name="evidence_list"),
    path("tep/<uuid:pk>/mo/", evidence.evidence_open, name="evidence_open"),
    path("tep/<uuid:pk>/cong-an/", evidence.evidence_to_police, name="evidence_to_police"),
    path("tep/<uuid:pk>/ban-giao/", evidence.evidence_hand_over, name="evidence_hand_over"),
    path("tep/<uuid:pk>/bien-ban/", evidence.evidence_record, name="evidence_record"),
    path("tep/<uuid:pk>/huy/", evidence.evidence_destroy, name="evidence_destroy"),
    path("truc/", phone.phone, name="report_phone"),
    path("truc/luu/", phone.phone_keep, name="report_phone_keep"),
    path("truc/bo/<uuid:draft>/", phone.phone_drop, name="report_phone_drop"),
    path("doi-tac/", partner.partners, name="report_partners"),
    path("doi-tac/<int:pk>/thu-hoi/", partner.partner_end, name="report_partner_end"),
    path("doi-tac/openapi.json", partner.document, name="report_partner_document"),
    path("doi-tac/bao-tin", partner.send, name="report_partner_send"),
    path("doi-tac/bao-tin/<str:number>", partner.status, name="report_partner_status"),
    path("khoa/", unlock.unlock, name="matters_unlock"),
    path("khoa/dong/", unlock.lock, name="matters_lock"),
    path("khoa/doi/", unlock.change, name="matters_passphrase"),
    path("khoa/quen/", unlock.forget, name="matters_forget"),
    path("khoa/don-vi/", unlock.look_after, name="matters_keys"),
    path("khoa/don-vi/<int:unit>/cho/<int:to>/", unlock.give, name="matters_give"),
    path("khoa/don-vi/<int:unit>/moi/", unlock.renew, name="matters_renew"),
    path("khoa/don-vi/<int:unit>/giay/", unlock.shares, name="matters_shares"),
    path("khoa/don-vi/<int:unit>/khoi-phuc/", unlock.recover, name="matters_recover"),
]
