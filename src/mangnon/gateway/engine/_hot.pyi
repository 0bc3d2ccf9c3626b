from collections.abc import Callable

from typing_extensions import Buffer

from mangnon.gateway.engine.kept import Kept, Key

FACE: int

class Core:
    def __init__(
        self,
        *,
        keys: Buffer,
        values: Buffer,
        wide: bool,
        prime: int,
        seed: int,
        whole: Buffer,
        above: Buffer,
        conditions: bool,
        grams: bytes,
        masks: Buffer,
        opened: Buffer,
        unknown: Buffer,
        locked: int,
        categories: int,
        columns: int,
        looks: int,
        marks: Buffer,
        rows: Buffer,
        kinds: Buffer,
        special: Buffer,
        nxdomain: bool,
        v4: bytes,
        v6: bytes,
        cache: dict[Key, Kept],
        touched: Callable[[bytes, int, int], tuple[int, int, bool]],
        text: Callable[[int, int], bytes],
        group_of: Callable[[bytes, bytes], int],
        guess: Callable[[bytes], int],
        most_number: int,
        per_client: int,
        fresh: float,
        top: bytes,
    ) -> None: ...
    def decide(
        self,
        packet: bytes,
        address: bytes,
        now: float,
        stream: bool,
        odd: Callable[[bytes, int, float, bool], bytes | None],
    ) -> bytes | None: ...
    def decide_for(
        self,
        packet: bytes,
        group: int,
        now: float,
        odd: Callable[[bytes, int, float, bool], bytes | None],
    ) -> bytes | None: ...
    def batch(
        self,
        fd: int,
        most: int,
        now: float,
        odd: Callable[[bytes, int, float, bool], bytes | None],
    ) -> list[tuple[bytes, tuple[str, int]]]: ...
    def remember(
        self, packet: bytes, group: int, answer: bytes, until: float, column: int
    ) -> None: ...
    def forget(self, name: bytes, qtype: int, dnssec_ok: bool, unchecked: bool) -> None: ...
    def top_state(self) -> bytes: ...
    def taken(
        self,
    ) -> tuple[list[tuple[int, int, int]], int, int, list[tuple[int, int, bytes, int]]]: ...
