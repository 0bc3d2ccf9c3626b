"""The press article: HTML for the site and DOCX to hand to a newspaper."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.article.make import make

GENRE = Genre("article", "Bài báo", (".html", ".docx"), make)
