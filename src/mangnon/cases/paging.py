"""Pages of lists that may be long: nobody turns over a thousand rows, and nothing counts them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

PER_PAGE, MOST = 25, 500


class Pages(Paginator[Any]):
    """Counted up to MOST rows; whoever wants those beyond searches or narrows the list."""

    object_list: QuerySet[Any]

    @cached_property
    def _found(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST)

    @property
    def said(self) -> str:
        """ "hơn 500" where the count stopped; "" where it is the number of all."""
        return f"hơn {MOST}" if self._found > MOST else ""


def page_of(rows: QuerySet[Any], number: str | None) -> Page[Any]:
    """The page of that number, the nearest one for nonsense."""
    return Pages(rows, PER_PAGE).get_page(number)
