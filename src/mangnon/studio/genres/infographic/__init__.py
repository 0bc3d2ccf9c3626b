"""One A3 picture: numbers drawn to scale, then the messages as numbered steps."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.infographic.make import make

GENRE = Genre("infographic", "Đồ họa thông tin", (".pdf", ".png", ".svg"), make)
