"""What fetching a list needs to know and what it gives."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 2**20


class FetchFailed(Exception):
    """Nothing could be got from the address: worth another try. The words are for the screen."""


class FetchRefused(Exception):
    """Something came and is not taken. The words are for the screen."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a publisher may make us do.

    `plain_http` and `private` open what is shut unless the operator says otherwise: addresses
    without TLS, and addresses inside our own networks.
    """

    most_bytes: int = 64 * MEGABYTE
    most_unpacked_bytes: int = 256 * MEGABYTE
    seconds: float = 180.0
    redirects: int = 4
    plain_http: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the publisher said of the version that we hold, sent back to it (RFC 9110, 13.1)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came. `same`: the publisher has nothing newer, and no bytes were sent."""

    same: bool
    size_bytes: int = 0
    etag: str = ""
    last_modified: str = ""
