"""Browsers in words."""

import pytest

from mangnon.units.devices import device_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36",
            "Chrome trên Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge trên Windows"),
        (
            "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36",
            "Chrome trên Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1",
            "Safari trên iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox trên Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/130 Chrome/130", "Cốc Cốc trên Windows"),
        ("curl/8.0", "curl/8.0"),
        ("", "Thiết bị không rõ"),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(said: str, name: str) -> None:
    assert device_name(said) == name
