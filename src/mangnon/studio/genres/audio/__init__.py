"""A text for the loudspeakers of communes: MP3 and the script to read when nobody plays files."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.audio.make import make

GENRE = Genre("audio", "Bài phát thanh", (".mp3", ".txt", ".json"), make)
