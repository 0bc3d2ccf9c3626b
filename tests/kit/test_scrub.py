"""What is taken out of texts that must hold no personal data."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mangnon.kit.scrub import scrub, without_addresses


def test_addresses_numbers_and_queries_are_taken_out():
    said = "hoa@example.org gọi 0905 123 456 hoặc +84905123456, mở /moi/?ma=abc123"
    assert scrub(said) == "‹thư› gọi ‹số› hoặc ‹số›, mở /moi/?…"


def test_ids_and_moments_are_left():
    said = "job 0b5c0a56-1111-4000-8000-000000000001 at 2026-11-23T08:00:00 took 1250 ms"
    assert scrub(said) == said


@given(st.emails())
def test_no_address_survives(address):
    assert "@" not in scrub(f"Key (email)=({address}) already exists")


def test_days_and_figures_are_left():
    said = "hạn 2026-11-23, số 3006/KH-UBND, 1250 đơn vị, mã 21289"
    assert scrub(said) == said


def test_addresses_alone_can_be_taken_out():
    assert without_addresses("a@b.vn 0905 123 456") == "‹thư› 0905 123 456"
