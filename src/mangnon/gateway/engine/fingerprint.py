"""A 55-bit fingerprint of a wire name, quick in Python and in C alike.

Theory. A name's bytes, read as a little-endian number, modulo a random prime P of 55 bits (Karp
and Rabin, 1987). Two different names of at most 253 bytes collide only when P divides their
difference: it has at most 37 such prime factors, of about 10^15 primes of that size, so names do
not meet by chance, and nobody who does not know P can make them meet. Reading little-endian makes
the fingerprint of a suffix a step on the way to that of the whole name,
F(byte + rest) = byte + 256 F(rest), which a C loop does in 64-bit arithmetic and Python does with
one `int.from_bytes(...) % P`.
"""

from __future__ import annotations

import secrets

BITS = 55


def of(name: bytes, prime: int) -> int:
    """The fingerprint of wire bytes, from 1 to `prime`; 0 is kept for an empty slot."""
    return int.from_bytes(name, "little") % prime + 1


def new_prime() -> int:
    """A random prime of exactly `BITS` bits."""
    while True:
        candidate = secrets.randbits(BITS) | (1 << (BITS - 1)) | 1
        if is_prime(candidate):
            return candidate


def is_prime(number: int) -> bool:
    """Miller and Rabin with the first twelve primes: exact below 2^64 (Sorenson, Webster 2015)."""
    small = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
    if number < 2 or any(number % each == 0 for each in small):
        return number in small
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    return all(_witnesses(base, odd, twos, number) for base in small)


def _witnesses(base: int, odd: int, twos: int, number: int) -> bool:
    power = pow(base, odd, number)
    if power in (1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False
