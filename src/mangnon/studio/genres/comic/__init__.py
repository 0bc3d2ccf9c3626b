"""Four to eight panels with people who always look the same; bubbles have their own room."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.comic.make import make

GENRE = Genre("comic", "Truyện tranh", (".png", ".pdf"), make)
