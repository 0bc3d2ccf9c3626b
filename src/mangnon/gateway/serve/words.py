"""What is said of a blocked site, by category and age: data of the package, Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mangnon.gateway.engine.data import rows_of, services
from mangnon.gateway.engine.plan import SERVICE


@dataclass(frozen=True, slots=True)
class PageWords:
    """The block page's words for one age group."""

    title: str
    words: str
    help: str


@lru_cache(maxsize=1)
def _categories() -> Mapping[str, str]:
    return {row["category"]: row["words"] for row in rows_of("categories.csv")}


@lru_cache(maxsize=1)
def _pages() -> Mapping[str, PageWords]:
    return {
        row["group"]: PageWords(row["title"], row["words"], row["help"])
        for row in rows_of("page.csv")
    }


def category_words(category: str) -> str:
    """A category, or `dv:` and a service, for the screen; its own key where nobody has put it in
    words."""
    service = services().get(category.removeprefix(SERVICE))
    if category.startswith(SERVICE) and service is not None:
        return service.words
    return _categories().get(category, category)


def page_words(group: str) -> PageWords:
    """Groups that a school made itself are spoken to as guests are."""
    return _pages().get(group, _pages()["guests"])


def reason(category: str, group_words: str) -> str:
    """The text of an Extended DNS Error."""
    return f"Trường chặn {category_words(category)} với {group_words}. {_pages()['dns'].help}"
