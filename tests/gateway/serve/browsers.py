"""A browser that asks the filter by HTTPS alone (secure DNS), as on a pupil's laptop."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.browser.watching import CHROMIUM, switches


@contextmanager
def chromium_by(folder: Path, doh_port: int, pem: Path, path: str = "/dns-query") -> Iterator[Any]:
    """folder: where its profile is made; pem: the certificate of the filter."""
    from playwright.sync_api import sync_playwright

    template = f"https://127.0.0.1:{doh_port}{path}"
    secure = {"dns_over_https": {"mode": "secure", "templates": template}}
    (folder / "Local State").write_text(json.dumps(secure), encoding="utf-8")
    # The browser of the other tests may stand in this thread with its loop; this one has its own.
    other = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=CHROMIUM,
            args=[*switches(), f"--ignore-certificate-errors-spki-list={_fingerprint(pem)}"],
        )
        try:
            yield browser
        finally:
            browser.close()
    asyncio._set_running_loop(other)


def _fingerprint(pem: Path) -> str:
    """Of the public key, as Chromium wants it."""
    key = x509.load_pem_x509_certificate(pem.read_bytes()).public_key()
    raw = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(raw).digest()).decode()
