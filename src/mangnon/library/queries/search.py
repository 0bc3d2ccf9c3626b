"""Finding documents, maps and products by words and facets; alike on SQLite and PostgreSQL.

The database finds the rows (FTS5, tsvector); how they are ordered and counted is the same SQL on
both: words in the title first, the whole question in the title before all, then the newest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import BooleanField, Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable, RawSQL

from mangnon.kit import clock
from mangnon.library import folding
from mangnon.library.choices import EntryKind, Rights
from mangnon.library.models import Entry
from mangnon.library.queries.visible import near
from mangnon.studio.genres import genres
from mangnon.studio.model import Audience
from mangnon.units.api import Person, scope_of

PER_PAGE = 20
MOST_PAGES = 500


@dataclass(frozen=True)
class Wanted:
    """What is looked for; "" is anything. `page` from 1."""

    words: str = ""
    kind: str = ""
    audience: str = ""
    genre: str = ""
    issuer: str = ""
    year: str = ""
    rights: str = ""
    page: int = 1


@dataclass(frozen=True)
class Choice:
    """One value of a facet, how many of what was found have it, whether it is chosen."""

    value: str
    words: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Found:
    """One page of what was found; `facets` by the names of `Wanted`."""

    entries: list[Entry]
    total: int
    page: int
    pages: int
    facets: Mapping[str, list[Choice]] = field(default_factory=dict)


FACETS = ("kind", "audience", "genre", "issuer", "year", "rights")
_COLUMNS = ("kind", "audiences", "genre", "issuer", "year", "rights")


def search(person: Person, wanted: Wanted) -> Found:
    """Over all that the person sees."""
    homes = scope_of(person).homes
    roots = Q(pk__in=[])
    for root in {unit.root_path for unit in homes}:
        roots |= Q(unit__path__startswith=root)
    seen = (near(person) & ~Q(kind=EntryKind.PRODUCT)) | (roots & Q(shared=True))
    own = Q(kind=EntryKind.PRODUCT, unit__in=scope_of(person).unit_ids)
    return _found(Entry.objects.filter(seen | own), wanted)


def search_public(wanted: Wanted) -> Found:
    """Over products on the public site whose source holds."""
    holds = Q(holds_until=None) | Q(holds_until__gte=clock.today())
    return _found(Entry.objects.filter(holds, public=True), replace(wanted, kind=""))


def _found(rows: QuerySet[Entry], wanted: Wanted) -> Found:
    terms = folding.wanted(wanted.words)
    if wanted.words.strip() and not terms:
        return Found([], 0, 1, 1, {})
    rows = _matching(rows, terms)
    total, tallies = _counted(rows, wanted)
    chosen = rows.filter(_chosen(wanted))
    pages = max(1, min(MOST_PAGES, -(-total // PER_PAGE)))
    page = min(max(1, wanted.page), pages)
    start = (page - 1) * PER_PAGE
    page_of = _ordered(chosen, terms)[start : start + PER_PAGE]
    entries = [*page_of.defer("words", "title_words")]
    return Found(entries, total, page, pages, _facets(tallies, wanted))


def _matching(rows: QuerySet[Entry], terms: list[str]) -> QuerySet[Entry]:
    """Rows with all the words, in title or text. Words hold only a–z and 0–9."""
    if not terms:
        return rows
    # Literals with their parameters.
    if connection.vendor == "sqlite":
        sql = "SELECT rowid FROM library_entry_text WHERE library_entry_text MATCH %s"
        return rows.filter(pk__in=RawSQL(sql, [" AND ".join(f'"{term}"' for term in terms)]))  # noqa: S611
    sql = "library_entry.lexemes @@ to_tsquery('simple', %s)"
    return rows.filter(RawSQL(sql, [" & ".join(terms)], BooleanField()))  # noqa: S611


def _ordered(rows: QuerySet[Entry], terms: list[str]) -> QuerySet[Entry]:
    if not terms:
        return rows.order_by("-at", "-id")
    rank: Combinable = _has(f" {' '.join(terms)} ") * len(terms)
    for term in terms:
        rank = rank + _has(f" {term} ")
    return rows.annotate(rank=rank).order_by("-rank", "-at", "-id")


def _has(words: str) -> Combinable:
    there = When(title_words__contains=words, then=Value(1))
    return Case(there, default=Value(0), output_field=IntegerField())


Tallies = dict[str, dict[str | None, int]]


def _counted(rows: QuerySet[Entry], wanted: Wanted) -> tuple[int, Tallies]:
    """How many fit, and for each facet how many have each value; it does not narrow its own counts.

    What was found is laid down once and counted seven times where it lies: ten thousand rows
    brought into Python took twice as long (bench/library_search.py).
    """
    sql, params = rows.order_by().values_list(*_COLUMNS).query.sql_with_params()
    fits = {name: _SQL_FITS[name] for name in FACETS if getattr(wanted, name)}
    values = {name: _sql_value(wanted, name) for name in fits}
    parts, given = [], list(params)
    for name, column in (("", ""), *zip(FACETS, _COLUMNS, strict=True)):
        others = [one for one in fits if one != name]
        where = " AND ".join(fits[one] for one in others) or "1 = 1"
        said = f"CAST({column} AS TEXT)" if column else "''"
        parts.append(
            f"SELECT '{name}', {said}, COUNT(*) FROM found WHERE {where}"  # noqa: S608
            + (f" GROUP BY {column}" if column else "")
        )
        given += [values[one] for one in others]
    whole = f"WITH found AS MATERIALIZED ({sql}) {' UNION ALL '.join(parts)}"
    tallies: Tallies = {name: {} for name in ("", *FACETS)}
    with connection.cursor() as cursor:
        cursor.execute(whole, given)
        for name, value, count in cursor.fetchall():
            tallies[name][value] = count
    return tallies[""].get("", 0), tallies


# Names of our own columns; what is asked for goes in as parameters.
_SQL_FITS = {
    "kind": "kind = %s",
    "audience": "audiences LIKE %s",
    "genre": "genre = %s",
    "issuer": "issuer = %s",
    "year": "year = %s",
    "rights": "rights = %s",
}


def _sql_value(wanted: Wanted, name: str) -> object:
    asked = str(getattr(wanted, name))
    if name == "year":
        return int(asked) if asked.isdecimal() else -1
    if name == "audience":
        return f"% {asked.replace('%', '')} %"
    return asked


def _chosen(wanted: Wanted) -> Q:
    named = {name: getattr(wanted, name) for name in ("kind", "genre", "issuer", "rights")}
    asked = Q(**{name: value for name, value in named.items() if value})
    if wanted.year:
        asked &= Q(year=int(wanted.year)) if wanted.year.isdecimal() else Q(pk__in=[])
    if wanted.audience:
        asked &= Q(audiences__contains=f" {wanted.audience} ")
    return asked


def _facets(tallies: Tallies, wanted: Wanted) -> dict[str, list[Choice]]:
    return {name: _facet(tallies[name], wanted, name) for name in FACETS}


def _facet(counted: dict[str | None, int], wanted: Wanted, name: str) -> list[Choice]:
    tally: Counter[str] = Counter()
    for said, count in counted.items():
        if said is not None:
            for value in str(said).split() if name == "audience" else [str(said)]:
                tally[value] += count
    tally.pop("", None)
    chosen = getattr(wanted, name)
    if chosen and chosen not in tally:
        tally[chosen] = 0
    order = sorted(tally.items(), key=lambda one: (-one[1], one[0]))[:12]
    if name == "year":
        order.sort(reverse=True)
    words = _WORDS.get(name, str)
    return [Choice(value, words(value), count, value == chosen) for value, count in order]


def _genre_words(name: str) -> str:
    known = genres().get(name)
    return known.words if known else name


def _audience_words(name: str) -> str:
    return Audience(name).words if name in set(Audience) else name


def _kind_words(name: str) -> str:
    return str(EntryKind(name).label) if name in EntryKind.values else name


def _rights_words(name: str) -> str:
    return str(Rights(name).label) if name in Rights.values else name


_WORDS: dict[str, Callable[[str], str]] = {
    "kind": _kind_words,
    "audience": _audience_words,
    "genre": _genre_words,
    "rights": _rights_words,
}
