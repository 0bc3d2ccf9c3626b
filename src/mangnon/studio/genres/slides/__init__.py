"""A deck that stays editable: text boxes, notes, a native chart; and the same deck as PDF."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.slides.make import make

GENRE = Genre("slides", "Bài trình chiếu", (".pptx", ".pdf"), make)
