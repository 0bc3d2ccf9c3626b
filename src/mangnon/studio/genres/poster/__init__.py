"""One A3 sheet for a wall: a title to read from afar, each message with its picture, whom to call."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.poster.make import make

GENRE = Genre("poster", "Áp phích", (".pdf",), make)
