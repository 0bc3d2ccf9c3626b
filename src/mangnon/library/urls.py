"""Addresses of the library's pages, under /thu-vien-noi-bo/."""

from django.urls import path

from mangnon.library.views import documents, files, link, maps, products, voices

urlpatterns = [
    path("", documents.library, name="library"),
    path("tai-lieu/moi/", documents.add, name="library_add"),
    path("tai-lieu/ghi-san-pham/", documents.catalogue, name="library_catalogue"),
    path("tai-lieu/<uuid:pk>/", documents.document, name="library_document"),
    path("tai-lieu/<uuid:pk>/thong-tin/", documents.describe, name="library_describe"),
    path("tai-lieu/<uuid:pk>/ban-moi/", documents.edition, name="library_edition"),
    path(
        "tai-lieu/<uuid:pk>/so-sanh/<int:number>/",
        documents.difference,
        name="library_difference",
    ),
    path("tai-lieu/<uuid:pk>/rut/", documents.withdraw, name="library_withdraw"),
    path("tai-lieu/<uuid:pk>/so-do/", documents.begin_map, name="library_map_begin"),
    path("cong-van/<uuid:pk>/", documents.letter_list, name="library_letter_list"),
    path("so-do/<uuid:pk>/", maps.message_map, name="library_map"),
    path("so-do/<uuid:pk>/hinh/<int:place>/", maps.choose_picture, name="library_map_pictures"),
    path("so-do/<uuid:pk>/cac-lan/", maps.revisions, name="library_map_revisions"),
    path("so-do/<uuid:pk>/ban-moi/", maps.move_on, name="library_map_move"),
    path("so-do/<uuid:pk>/de-xuat/", maps.ask_machine, name="library_map_machine"),
    path("so-do/<uuid:pk>/giong-doc/", voices.page, name="library_voices"),
    path("so-do/<uuid:pk>/giong-doc/<str:scene>.wav", voices.sound, name="library_voice"),
    path("so-do/<uuid:pk>/dung/", products.make, name="library_make"),
    path("so-do/<uuid:pk>/san-pham/", products.of_map, name="library_map_products"),
    path("hinh/<str:name>.svg", maps.picture, name="library_picture"),
    path("san-pham/", products.products, name="library_products"),
    path("san-pham/<uuid:pk>/", products.product, name="library_product"),
    path("san-pham/<uuid:pk>/tep/<str:name>", files.file, name="library_file"),
    path("san-pham/<uuid:pk>/dung-lai/", products.again, name="library_again"),
    path("san-pham/<uuid:pk>/trinh-duyet/", products.ask, name="library_ask"),
    path("san-pham/<uuid:pk>/rut-lai/", products.take_back, name="library_take_back"),
    path("san-pham/<uuid:pk>/quyet-dinh/", products.decide, name="library_decide"),
    path("san-pham/<uuid:pk>/thu-hoi/", products.recall, name="library_recall"),
    path("san-pham/<uuid:pk>/dung-cho-don-vi/", products.adapt, name="library_adapt"),
    path("san-pham/<uuid:pk>/theo-doi/", products.follow, name="library_follow"),
    path("san-pham/<uuid:pk>/so-sanh/", products.compare, name="library_compare"),
    path("bieu-trung/", products.mark, name="library_mark"),
    path("bieu-trung/hinh.svg", products.logo, name="library_logo"),
    path("duyet/<str:token>/", link.decide, name="library_link"),
    path("duyet/<str:token>/tep/<str:name>", link.file, name="library_link_file"),
]
