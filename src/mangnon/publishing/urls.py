"""Addresses of those who publish, under /dang-tai/."""

from django.urls import URLPattern, URLResolver, path

from mangnon.publishing.views import accounts, calendar, composing, following, posts, taking_back

urlpatterns: list[URLPattern | URLResolver] = [
    path("", calendar.index, name="posts"),
    path("chon/", composing.choose, name="post_choose"),
    path("san-pham/<uuid:pk>/", composing.channels_of, name="post_channels"),
    path("san-pham/<uuid:pk>/kenh/<str:channel>/", composing.compose, name="post_new"),
    path("san-pham/<uuid:pk>/thu-hoi/", taking_back.recall, name="product_take_back"),
    path("san-pham/<uuid:pk>/dinh-chinh/", taking_back.correct, name="product_correct"),
    path("bai/<uuid:pk>/", posts.one, name="post"),
    path("bai/<uuid:pk>/hen-lai/", posts.move, name="post_move"),
    path("bai/<uuid:pk>/bo/", posts.drop, name="post_drop"),
    path("bai/<uuid:pk>/dang-lai/", posts.again, name="post_again"),
    path("bai/<uuid:pk>/da-dang/", posts.by_hand, name="post_by_hand"),
    path("bai/<uuid:pk>/chua-dang/", posts.not_there, name="post_not_there"),
    path("bai/<uuid:pk>/da-lam/", posts.finished, name="post_done"),
    path("bai/<uuid:pk>/go/", posts.take_back, name="post_take_back"),
    path("bai/<uuid:pk>/goi/", posts.package, name="post_package"),
    path("tai-khoan/", accounts.index, name="channel_accounts"),
    path("tai-khoan/ket-noi/<str:channel>/", accounts.connect, name="channel_connect"),
    path("tai-khoan/<uuid:pk>/ngat/", accounts.disconnect, name="channel_disconnect"),
    path("theo-doi/", following.index, name="following"),
    path("theo-doi/<int:pk>/bo/", following.drop, name="interest_drop"),
    path("theo-doi/moi/<int:pk>/dung/", following.take, name="offer_take"),
    path("theo-doi/moi/<int:pk>/bo-qua/", following.set_aside, name="offer_set_aside"),
]
