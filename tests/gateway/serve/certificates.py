"""Invented authorities and certificates for the tests of encrypted doors."""

from __future__ import annotations

import subprocess
from pathlib import Path


def certificate(folder: Path, *names: str, stem: str = "cert") -> tuple[Path, Path]:
    """A certificate that signs itself, for these names and the loopback; and its key."""
    pem, key = folder / f"{stem}.pem", folder / f"{stem}.key"
    said = ",".join([*(f"DNS:{name}" for name in names), "IP:127.0.0.1", "IP:::1"])
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    made += f" -keyout {key} -out {pem} -subj /CN={names[0]} -addext subjectAltName={said}"
    subprocess.run(made.split(), check=True, capture_output=True)
    return pem, key


def doors(folder: Path, *, tls_port: int, doh_port: int | None = None) -> str:
    """Lines of a config that open the encrypted doors with a certificate made here."""
    certificate(folder, "truong.example", "*.truong.example")
    lines = f'[tls]\ncertificate = "cert.pem"\nkey = "cert.key"\nport = {tls_port}\n'
    return lines + (f"[doh]\nport = {doh_port}\n" if doh_port else "")
