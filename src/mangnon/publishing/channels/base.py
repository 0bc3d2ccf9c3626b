"""What a channel is: a name, words, and functions from a draft to a post out there.

Pure of Django: an account's tokens are handed in with the way to renew them, and kept by whoever
handed them in. A channel stands in a folder of its own with the same files as the others:
`__init__.py` (CHANNEL), `sending.py`, `checking.py`.

A function may raise:

- Refused: the channel says no and will say no again; never tried again.
- Later: not now (too many requests, out of order) and certainly not done; tried again.
- TokenExpired: the account must be connected anew by a person.
- Unsure: the request went out and no answer came back. It is looked up by its key, and where a
  channel cannot do that a person looks; it is never simply sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class Refused(Exception):
    """The words are fit for the screen."""


class Later(Exception):
    """`after`: how long the channel wants to be left alone; None when it does not say."""

    def __init__(self, words: str, after: timedelta | None = None) -> None:
        super().__init__(words)
        self.after = after


class TokenExpired(Exception):
    """The words say what a person has to do."""


class Unsure(Exception):
    """Whether it was done is not known."""


class Certainty(StrEnum):
    """How sure we are of a limit."""

    OFFICIAL = "theo tài liệu chính thức"
    SECONDARY = "theo nguồn thứ cấp, chưa đối chiếu"
    OURS = "quy ước của hệ thống"


@dataclass(frozen=True, slots=True)
class Problem:
    """`stops`: it cannot be sent so; else a warning. `field`: of the draft."""

    words: str
    field: str = ""
    certainty: Certainty = Certainty.OURS
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, a video, a sound or a paper with its bytes. `kind`: media type; `alt`: what it
    shows, for whoever does not see it."""

    name: str
    content: bytes = field(repr=False)
    kind: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """All that goes out. `address`: the product's page on our site; `files`: what a hand takes
    along besides; `recipients`: for channels that send to somebody; days as ISO."""

    title: str
    description: str = ""
    text: str = ""
    pictures: tuple[Media, ...] = ()
    video: Media | None = None
    address: str = ""
    hashtags: tuple[str, ...] = ()
    files: tuple[Media, ...] = ()
    recipients: tuple[str, ...] = ()
    maker: str = ""
    valid_from: str = ""
    valid_until: str = ""
    platform: str = ""  # of a kit for the hand: where it will be posted
    product: str = ""  # its id in the library
    priority: str = ""  # for loudspeakers, of `studio.priorities`


@dataclass(frozen=True, slots=True)
class Tokens:
    """What opens an account. `extra`: what else a channel needs, as an application's secret."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    access_until: datetime | None = None
    refresh_until: datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)


class Vault(Protocol):
    """Keeps the tokens of one account."""

    def read(self) -> Tokens:
        """The tokens now. Raises TokenExpired when there are none."""

    def renew(self, seen: Tokens, exchange: Callable[[Tokens], Tokens]) -> Tokens:
        """New tokens instead of those seen: `exchange` is called by one process at a time, and
        not at all when another has already brought new ones, which are then given.

        Raises Later while another process exchanges; what `exchange` raises goes through. Tokens
        that can be used once are kept before they are used.
        """


@dataclass(frozen=True, slots=True)
class Account:
    """A page or an official account. `base`: one address that stands for all of the channel's own
    servers, as tests and demos set it; "" for the real ones."""

    name: str
    outside_id: str
    vault: Vault
    base: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """`waits`: nothing went out by itself; a person takes the package and posts it."""

    outside_id: str = ""
    address: str = ""
    waits: bool = False


def _cannot(account: Account | None, outside_id: str) -> None:
    raise Refused("Kênh này không gỡ được bằng chương trình.")


def _cannot_correct(account: Account | None, outside_id: str, draft: Draft) -> None:
    raise Refused("Kênh này không sửa được bằng chương trình.")


def _no_reach(account: Account | None, outside_id: str) -> dict[str, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out. All functions may block for at most their clients' timeouts.

    `check`: what speaks against a draft, asked before scheduling and before sending. `send`: with
    the post's key, the same at every try. `look_up`: what stands out there under a key, None when
    nothing does; a channel without it leaves that to a person. `keep_alive`: new tokens for an
    account that posts little. `pack`: what a person takes along, as (file name, ZIP). `is_ours`: of
    a platform and an address pasted by a person, whether they belong together.
    `accounts`: what the page of accounts asks for: a field of `Tokens` or of its `extra` -> words.
    `repeats_safely`: sending again with the same key has no second effect.
    """

    name: str
    words: str
    check: Callable[[Draft], list[Problem]]
    send: Callable[[Account | None, Draft, str], Sent]
    needs_account: bool = False
    can_recall: bool = False
    can_correct: bool = False
    has_reach: bool = False
    needs_recipients: bool = False
    repeats_safely: bool = False
    recall: Callable[[Account | None, str], None] = _cannot
    correct: Callable[[Account | None, str, Draft], None] = _cannot_correct
    reach: Callable[[Account | None, str], dict[str, int]] = _no_reach
    look_up: Callable[[Account | None, str], Sent | None] | None = None
    keep_alive: Callable[[Account], None] | None = None
    pack: Callable[[Draft], tuple[str, bytes]] | None = None
    is_ours: Callable[[str, str], bool] | None = None
    accounts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_by_hand(self) -> bool:
        """A person takes a package along."""
        return self.pack is not None

    @property
    def asks_address(self) -> bool:
        """Whoever posted it brings its address back."""
        return self.is_ours is not None
