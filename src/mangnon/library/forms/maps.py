"""The page of a map as plain values and back. Fields are named by place: `m-0-heading`.

Nothing is refused here: whatever was sent becomes a draft, and `checking` says what is wrong.
"""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict

from mangnon.library.actions.maps import empty_message, said
from mangnon.studio.maps import MOST, MOST_SENTENCES, clean
from mangnon.studio.pictures import people

MOST_PANELS, MOST_QUESTIONS, MOST_ANSWERS = 8, 10, 4
LONGEST = 2000  # characters of a field; what is longer is cut before it is looked at
_KEY = re.compile(r"[\w-]{1,40}")


def values_of(post: QueryDict, draft: dict[str, Any]) -> dict[str, Any]:
    """The draft with everything the page sent."""
    lead = _sentence(post, "lead")
    return {
        **draft,
        "title": _sentence(post, "title"),
        "lead": lead if lead["text"] else None,
        "messages": [_message(post, place) for place in _places(post, "m", MOST)],
        "panels": [_panel(post, place) for place in _places(post, "p", MOST_PANELS)],
        "questions": [_question(post, place) for place in _places(post, "q", MOST_QUESTIONS)],
    }


def moved(values: dict[str, Any], deed: str) -> dict[str, Any]:
    """After "add-messages", "remove-messages-2", "up-panels-1", "down-questions-0"."""
    verb, _, rest = deed.partition("-")
    name, _, at = rest.partition("-")
    if name not in _EMPTY:
        return values
    rows = list(values.get(name, []))
    place = int(at) if at.isdecimal() and int(at) < len(rows) else -1
    if verb == "add" and len(rows) < _MOST[name]:
        rows.append(_EMPTY[name](rows))
    elif verb == "remove" and place >= 0:
        del rows[place]
    elif verb == "up" and place > 0:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    elif verb == "down" and 0 <= place < len(rows) - 1:
        rows[place + 1], rows[place] = rows[place], rows[place + 1]
    return {**values, name: rows}


def _new_message(rows: list[Any]) -> dict[str, Any]:
    taken = {one["id"] for one in rows}
    number = next(n for n in range(1, MOST + 20) if f"m{n}" not in taken)
    return empty_message(f"m{number}")


def _new_panel(rows: list[Any]) -> dict[str, Any]:
    first = next(iter(people().values()))
    return {"who": first.name, "mood": first.moods[0], "caption": "", "says": said()}


def _new_question(rows: list[Any]) -> dict[str, Any]:
    return {"ask": "", "answers": ["", ""], "right": 0, "because": "", "grounds": []}


_EMPTY = {"messages": _new_message, "panels": _new_panel, "questions": _new_question}
_MOST = {"messages": MOST, "panels": MOST_PANELS, "questions": MOST_QUESTIONS}


def _places(post: QueryDict, letter: str, most: int) -> list[int]:
    """The places that the page sent, in its order."""
    found = [int(at) for at in post.getlist(f"{letter}-place") if at.isdecimal() and len(at) < 4]
    return [*dict.fromkeys(found)][: most + 1]


def _text(post: QueryDict, name: str) -> str:
    return clean(post.get(name, "")[:LONGEST])


def _grounds(post: QueryDict, name: str) -> list[str]:
    """Ticked labels, then those typed."""
    typed = re.split(r"[\s,;]+", post.get(f"{name}-more", "")[:400])
    return [
        *dict.fromkeys(key for key in [*post.getlist(f"{name}-g"), *typed] if _KEY.fullmatch(key))
    ]


def _sentence(post: QueryDict, name: str) -> dict[str, Any]:
    return {"text": _text(post, name), "grounds": _grounds(post, name)}


def _message(post: QueryDict, place: int) -> dict[str, Any]:
    name = f"m-{place}"
    sentences = [_sentence(post, f"{name}-s{at}") for at in range(MOST_SENTENCES)]
    said_ones = [one for one in sentences if one["text"]] or sentences[:1]
    key = post.get(f"{name}-id", "")
    return {
        "id": key if _KEY.fullmatch(key) else f"m{place + 1}",
        "heading": _sentence(post, f"{name}-heading"),
        "sentences": said_ones,
        "picture": _text(post, f"{name}-picture"),
        "figure": _figure(post, f"{name}-figure"),
    }


def _figure(post: QueryDict, name: str) -> dict[str, Any] | None:
    label, value = _text(post, f"{name}-label"), _text(post, f"{name}-value")
    if not label and not value:
        return None
    return {
        "label": label,
        "value": _number(value),
        "whole": _number(_text(post, f"{name}-whole")),
        "unit": _text(post, f"{name}-unit"),
        "grounds": _grounds(post, name),
    }


def _number(text: str) -> float | None:
    """As Vietnamese writes it: a comma before the decimals. None for what is no number."""
    plain = text.replace(" ", "").replace(",", ".")
    return float(plain) if re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", plain) else None


def _panel(post: QueryDict, place: int) -> dict[str, Any]:
    who, _, mood = post.get(f"p-{place}-face", "").partition("/")
    return {
        "who": clean(who)[:40],
        "mood": clean(mood)[:40],
        "caption": _text(post, f"p-{place}-caption"),
        "says": _sentence(post, f"p-{place}-says"),
    }


def _question(post: QueryDict, place: int) -> dict[str, Any]:
    name = f"q-{place}"
    answers = [_text(post, f"{name}-a{at}") for at in range(MOST_ANSWERS)]
    kept = [at for at, answer in enumerate(answers) if answer]
    right = post.get(f"{name}-right", "")
    chosen = int(right) if right in {str(at) for at in kept} else -1
    return {
        "ask": _text(post, f"{name}-ask"),
        "answers": [answers[at] for at in kept],
        "right": kept.index(chosen) if chosen in kept else None,
        "because": _text(post, f"{name}-because"),
        "grounds": _grounds(post, name),
    }
