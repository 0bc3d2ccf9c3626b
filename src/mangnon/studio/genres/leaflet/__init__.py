"""A leaflet in two shapes: one A4 sheet, and A4 folded in three."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.leaflet.make import make

GENRE = Genre("leaflet", "Tờ rơi", (".pdf",), make)
