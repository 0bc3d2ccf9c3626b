"""Cards for the classroom: four on a sheet, a front to show and a back to read out."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.cards.make import make

GENRE = Genre("cards", "Bộ thẻ lớp học", (".pdf",), make)
