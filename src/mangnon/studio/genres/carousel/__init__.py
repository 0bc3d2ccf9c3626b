"""Square pictures for Zalo and Facebook: a cover, one message each, whom to call."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.carousel.make import make

GENRE = Genre("carousel", "Bộ ảnh vuông", (".png",), make)
