"""Addresses of the public library, under /thu-vien/."""

from django.urls import URLPattern, URLResolver, path

from mangnon.publishing.views import feeds, files, news, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.index, name="public_library"),
    path("san-pham/<uuid:pk>/", public.product, name="public_product"),
    path("san-pham/<uuid:pk>/tep/<str:name>", files.one, name="public_file"),
    path("san-pham/<uuid:pk>/anh-nho/<str:name>", files.small, name="public_preview"),
    path("hinh/<str:name>.svg", files.drawn, name="public_drawing"),
    path("bo/<uuid:pk>/", public.collection, name="public_collection"),
    path("nhan-tin/", news.ask, name="public_news"),
    path("nhan-tin/xac-nhan/<str:link>/", news.confirm, name="public_news_confirm"),
    path("nhan-tin/thoi/<str:link>/", news.stop, name="public_news_stop"),
    path("tin.rss", feeds.rss, name="public_rss"),
    path("tin.atom", feeds.atom, name="public_atom"),
    path("tin.json", feeds.json_feed, name="public_json_feed"),
    path("phat-thanh/<str:province>.rss", feeds.podcast, name="public_podcast"),
    path("phat-thanh/bia.png", feeds.cover, name="public_podcast_cover"),
    path("sitemap.xml", feeds.sitemap, name="public_sitemap"),
]
