"""Where the search begins: usual packets and lines, one set for each target."""

from __future__ import annotations

from tests.gateway.test_clients import told
from tests.gateway.test_hotpy import query, response

LINES = (
    b"||xau.example^$important,dnstype=A|~AAAA\n@@||tot.xau.example^\n",
    b"/^ads[0-9]/$client=thcs\n||a.example^$denyallow=b.example,badfilter\n0.0.0.0 c.example\n",
    b"$ORIGIN rpz.example.\n@ SOA a. b. 1 2 3 4 5\nxau.example CNAME .\n*.xau.example CNAME *.\n",
    b"tot.example.rpz.example. 60 IN CNAME rpz-passthru.\n32.1.0.0.10.rpz-ip CNAME .\n",
)


def seeds(targets: int) -> list[bytes]:
    packets = [
        query("xau.example"),
        query("mo.example", 28, edns=False),
        query("WWW.Choi.Example", 65),
        query("b.example"),
        query("www.example"),
        told("v.tiktok.com", bytes.fromhex("aabbccddee01")),
        response(query("mo.example", edns=False)),
        response(query("mo.example", edns=False))[:-6] + b"\xc0\x0c\xc0\x1e\0\x01",
    ]
    return [bytes([target]) + each for target in range(targets) for each in (*packets, *LINES)]
