"""The clock of the server was set: the duty desk hears of it, for all hours are counted by it."""

from __future__ import annotations

from datetime import timedelta

from mangnon.base.jobs.api import Jump
from mangnon.base.notices.api import Message, tell_many
from mangnon.base.walls import for_the_system
from mangnon.kit import clock
from mangnon.reports.routing import duty_desk
from mangnon.units.api import Role, people_at

_SPANS = ((timedelta(days=1), "ngày"), (timedelta(hours=1), "giờ"), (timedelta(minutes=1), "phút"))


@for_the_system("who answers for the hours of all reports")
def tell_of_jump(jump: Jump) -> None:
    """Every officer of the desk, once, however many workers saw it."""
    about = clock.local(jump.after)
    context = {"way": "lùi" if jump.by < timedelta() else "tiến", "span": span_words(abs(jump.by))}
    context |= {"before": f"{clock.local(jump.before):%H:%M %d/%m/%Y}"}
    context |= {"after": f"{about:%H:%M %d/%m/%Y}"}
    tell_many(
        Message(
            template="clock_jumped",
            key=f"clock_jumped:{about:%Y%m%d%H%M}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            link="/ban-lam-viec/",
            context=context,
        )
        for person in people_at(duty_desk(), [Role.PROVINCIAL_OFFICER])
    )


def span_words(span: timedelta) -> str:
    """ "2 giờ 5 phút": the two largest parts that are there."""
    parts, left = [], span
    for one, words in _SPANS:
        count, left = divmod(left, one)
        parts += [f"{count} {words}"] if count else []
    return " ".join(parts[:2]) or "1 phút"
