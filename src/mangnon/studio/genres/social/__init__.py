"""Texts for Zalo and Facebook, within their limits, with the words for the pictures."""

from mangnon.studio.genre import Genre
from mangnon.studio.genres.social.make import make

GENRE = Genre("social", "Bài đăng mạng xã hội", (".txt", ".json"), make)
