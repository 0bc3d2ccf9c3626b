"""Five to ten questions drafted from the messages, for a person to finish."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.quiz.make import make

GENRE = Genre("quiz", "Bộ câu hỏi", (".json", ".docx"), make)
