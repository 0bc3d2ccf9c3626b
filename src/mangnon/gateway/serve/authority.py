"""The school's own certificate authority: for the block page by HTTPS, where devices trust it.

A certificate is made for a name when a browser asks for it, and only for names that are blocked
for who asks: the authority never speaks for an open site. All use one key of this process; the
last of them are kept in memory, nothing is written.
"""

from __future__ import annotations

import os
import ssl
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEARS = 10
LEAF_DAYS, RENEW_DAYS = 30, 20
MOST_LEAVES = 300
CERTIFICATE, KEY = "ca.crt", "ca.key"


class BadAuthority(ValueError):
    """An authority that cannot be made or used; says why."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    context: ssl.SSLContext
    made_at: datetime


@dataclass
class Authority:
    """Certificates by name."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    _leaf_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    _leaves: OrderedDict[str, _Leaf] = field(default_factory=OrderedDict)

    @staticmethod
    def read(certificate: Path, key: Path) -> Authority:
        """Raises BadAuthority."""
        try:
            read = x509.load_pem_x509_certificate(certificate.read_bytes())
            secret = load_pem_private_key(key.read_bytes(), None)
        except (OSError, ValueError, TypeError) as wrong:
            raise BadAuthority(f"không đọc được {certificate} và {key}: {wrong}") from None
        if not isinstance(secret, ec.EllipticCurvePrivateKey):
            raise BadAuthority(f"{key}: cần khóa đường cong elip")
        if read.public_key() != secret.public_key():
            raise BadAuthority(f"{key} không phải khóa của {certificate}")
        return Authority(read, secret)

    def context(self, name: str, now: datetime) -> ssl.SSLContext:
        """A TLS context that speaks for a name. name: lower-case, without marks."""
        leaf = self._leaves.get(name)
        # Made in the future: the clock was set back meanwhile.
        if leaf is None or not leaf.made_at <= now <= leaf.made_at + timedelta(days=RENEW_DAYS):
            leaf = _Leaf(self._made(name, now), now)
        self._leaves[name] = leaf
        self._leaves.move_to_end(name)
        if len(self._leaves) > MOST_LEAVES:
            self._leaves.popitem(last=False)
        return leaf.context

    def _made(self, name: str, now: datetime) -> ssl.SSLContext:
        signed = self._certificate(name, now).public_bytes(Encoding.PEM)
        secret = self._leaf_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        # OpenSSL reads files alone: this one is in memory, so that a full disk costs nothing.
        with os.fdopen(os.memfd_create("leaf"), "wb") as file:
            file.write(secret + signed)
            file.flush()
            context.load_cert_chain(f"/proc/self/fd/{file.fileno()}")
        return context

    def _certificate(self, name: str, now: datetime) -> x509.Certificate:
        made = (
            x509.CertificateBuilder()
            .subject_name(_named("Trang báo chặn của bộ lọc"))
            .issuer_name(self.certificate.subject)
            .public_key(self._leaf_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=LEAF_DAYS))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
        )
        return made.sign(self.key, hashes.SHA256())


def make_authority(folder: Path, words: str, now: datetime) -> tuple[Path, Path]:
    """Make an authority for ten years: `ca.crt` for the devices, `ca.key` for the filter alone.

    Raises BadAuthority where one is already: devices trust it.
    """
    certificate, key = folder / CERTIFICATE, folder / KEY
    secret = ec.generate_private_key(ec.SECP256R1())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, raw, mode in (
            (key, secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600),
            (certificate, _root(secret, words, now).public_bytes(Encoding.PEM), 0o644),
        ):
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(raw)
    except FileExistsError as there:
        raise BadAuthority(f"đã có {there.filename}: các máy đang tin chứng chỉ này") from None
    except OSError as wrong:
        raise BadAuthority(f"không ghi được: {wrong}") from None
    return certificate, key


def _root(secret: ec.EllipticCurvePrivateKey, words: str, now: datetime) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(secret.public_key())
    made = (
        x509.CertificateBuilder()
        .subject_name(_named(words))
        .issuer_name(_named(words))
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
    )
    return made.sign(secret, hashes.SHA256())


def _named(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words[:64])])
