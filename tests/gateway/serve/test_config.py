"""The config of a filter: what is wrong is refused by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mangnon.gateway.command import gateway
from mangnon.gateway.demo import demo_site
from mangnon.gateway.serve.config import BadConfig, Upstream, read_config

LEAST = '[site]\nbundle = "goi"\nplan = "p.json"\n[[upstream]]\naddress = "192.0.2.53"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "gateway.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_least_config_has_sensible_rest(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, LEAST))
    assert config.addresses == ("127.0.0.1", "::1")
    assert (config.port, config.per_client, config.stale) == (53, 1000, 86_400)
    assert config.bundle == tmp_path / "goi"
    assert config.state == tmp_path / "state"
    assert config.upstreams == (Upstream("192.0.2.53"),)
    assert config.workers >= 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("[listen]\nport = 0", "[listen] port: cần số nguyên từ 1 đến 65535"),
        ("[listen]\nport = true", "[listen] port"),
        ('[listen]\naddresses = ["truong"]', "[listen] addresses: 'truong' không phải địa chỉ IP"),
        ("[listen]\nprot = 53", "[listen] prot: không có khóa này"),
        ("[nghe]\nport = 53", "[nghe]: không có bảng này"),
        ("[asking]\ntimeout = 0", "[asking] timeout"),
        ('[tls]\ncertificate = "a.pem"', "[tls]: cần cả certificate và key"),
        ("[cache]\nstale = -1", "[cache] stale"),
        ("[doh]\nport = 443", "[doh]: cần chứng chỉ ở [tls]"),
        ("protocol = 'quic'", "[[upstream]] protocol: cần một trong udp, tcp, tls, https"),
        ("path = 'dns-query'", "[[upstream]] path: cần đường dẫn như /dns-query"),
        ("name = 'a b'", "[[upstream]] name"),
        ("listen = 5", "[listen]: cần một bảng"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, more: str, words: str) -> None:
    text = f"{more}\n{LEAST}" if more.startswith("listen =") else f"{LEAST}{more}\n"
    with pytest.raises(BadConfig) as wrong:
        read_config(written(tmp_path, text))
    assert words in str(wrong.value)


@pytest.mark.parametrize(
    ("protocol", "port"), [("udp", 53), ("tcp", 53), ("tls", 853), ("https", 443)]
)
def test_each_protocol_has_its_port(tmp_path: Path, protocol: str, port: int) -> None:
    config = read_config(written(tmp_path, f'{LEAST}protocol = "{protocol}"\nca = "ca.pem"\n'))
    [upstream] = config.upstreams
    assert (upstream.protocol, upstream.port) == (protocol, port)
    assert upstream.ca == tmp_path / "ca.pem"


def test_without_upstreams_or_bundle_nothing_runs(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="ít nhất một máy chủ DNS"):
        read_config(written(tmp_path, '[site]\nbundle = "goi"\nplan = "p"\n'))
    with pytest.raises(BadConfig, match=r"\[site\] bundle: chưa có"):
        read_config(written(tmp_path, LEAST.replace('bundle = "goi"\n', "")))


def test_check_tells_what_would_be_followed(tmp_path: Path) -> None:
    path = demo_site(tmp_path, upstream="127.0.0.1")
    said = CliRunner().invoke(gateway, ["serve", "--config", str(path), "--check"])
    assert (said.exit_code, said.output) == (0, "Tốt: 11 tên, 6 nhóm.\n")

    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    said = CliRunner().invoke(gateway, ["serve", "--config", str(path), "--check"])
    assert said.exit_code == 78
    assert "plan.json: kế hoạch lọc không đọc được" in said.output
