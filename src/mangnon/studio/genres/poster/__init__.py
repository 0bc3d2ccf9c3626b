"""One A3 sheet for a wall: a title read from afar, messages with pictures, whom to call."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.poster.make import make

GENRE = Genre("poster", "Áp phích", (".pdf",), make)
