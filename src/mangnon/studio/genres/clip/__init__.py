"""A clip with voice and captions, across for screens and upright for phones."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.clip.make import make

GENRE = Genre("clip", "Video clip", (".mp4", ".vtt", ".txt"), make, is_heavy=True)
