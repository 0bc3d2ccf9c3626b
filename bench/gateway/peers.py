"""The peers, each following the same names: a name and all below it does not exist.

Each is started with one thread, its cache on, no log, forwarding the rest to an upstream of this
machine. What is not installed is left out, and said.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inputs import Names
from machine import Command


@dataclass(frozen=True)
class Site:
    """What a peer is told: where to write, the names, the port of the upstream."""

    folder: Path
    names: Names
    upstream: int


@dataclass(frozen=True)
class Peer:
    name: str
    program: str
    command: Callable[[Site], Command]

    @property
    def installed(self) -> bool:
        return shutil.which(self.program) is not None


def _home(site: Site, peer: str) -> Path:
    home = site.folder / peer
    home.mkdir(exist_ok=True)
    return home


UNBOUND = """server:
  interface: 127.0.0.1@{port}
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "{home}"
  pidfile: ""
  use-syslog: no
  logfile: "/dev/null"
  verbosity: 0
  num-threads: 1
  module-config: "{modules}"
  do-not-query-localhost: no
  so-rcvbuf: 4m
  so-sndbuf: 4m
  {more}
{after}
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@{upstream}
"""


def _unbound(site: Site, home: Path, **said: str) -> Command:
    words = {"modules": "iterator", "more": "", "after": ""} | said

    def command(port: int) -> list[str]:
        written = home / "unbound.conf"
        written.write_text(UNBOUND.format(port=port, home=home, upstream=site.upstream, **words))
        return ["unbound", "-d", "-c", str(written)]

    return command


def unbound_zones(site: Site) -> Command:
    home = _home(site, "unbound")
    zones = "".join(f'local-zone: "{name}." always_nxdomain\n' for name, _ in site.names)
    (home / "zones.conf").write_text("server:\n" + zones)
    return _unbound(site, home, more=f'include: "{home}/zones.conf"')


def unbound_tags(site: Site) -> Command:
    """A tag for each category, all of them put on for the clients: policy by client."""
    home = _home(site, "unbound-tags")
    tags = " ".join(dict.fromkeys(category for _, category in site.names))
    lines = [f'server:\n  define-tag: "{tags}"\n  access-control-tag: 127.0.0.0/8 "{tags}"\n']
    for name, category in site.names:
        lines.append(f'local-zone: "{name}." always_nxdomain\n')
        lines.append(f'local-zone-tag: "{name}." "{category}"\n')
    (home / "zones.conf").write_text("".join(lines))
    return _unbound(site, home, more=f'include: "{home}/zones.conf"')


def _write_rpz(path: Path, names: Names) -> Path:
    head = "$TTL 300\n@ SOA localhost. root.localhost. 1 3600 600 86400 300\n@ NS localhost.\n"
    lines = [f"{name} CNAME .\n*.{name} CNAME .\n" for name, _ in names]
    path.write_text(head + "".join(lines))
    return path


def unbound_rpz(site: Site) -> Command:
    home = _home(site, "unbound-rpz")
    zone = _write_rpz(home / "rpz.zone", site.names)
    after = f'rpz:\n  name: "rpz.example"\n  zonefile: "{zone}"'
    return _unbound(site, home, modules="respip iterator", after=after)


def dnsmasq(site: Site) -> Command:
    written = _home(site, "dnsmasq") / "addresses.conf"
    written.write_text("".join(f"address=/{name}/\n" for name, _ in site.names))
    return lambda port: [
        "dnsmasq", "--keep-in-foreground", f"--port={port}", "--listen-address=127.0.0.1",
        "--bind-interfaces", "--no-resolv", "--no-hosts", "--user=root", "--pid-file",
        f"--server=127.0.0.1#{site.upstream}", "--cache-size=10000", "--dns-forward-max=1000",
        f"--conf-file={written}",
    ]  # fmt: skip


DNSDIST = """setLocal('127.0.0.1:{port}')
setSecurityPollSuffix('')
newServer({{address='127.0.0.1:{upstream}', healthCheckMode='up', sockets=4}})
local names = newSuffixMatchNode()
for line in io.lines('{home}/names') do names:add(newDNSName(line)) end
addAction(SuffixMatchNodeRule(names), RCodeAction(DNSRCode.NXDOMAIN))
getPool(''):setCache(newPacketCache(100000, {{maxTTL=86400}}))
"""


def dnsdist(site: Site) -> Command:
    home = _home(site, "dnsdist")
    (home / "names").write_text("".join(f"{name}.\n" for name, _ in site.names))

    def command(port: int) -> list[str]:
        written = home / "dnsdist.conf"
        written.write_text(DNSDIST.format(port=port, upstream=site.upstream, home=home))
        return ["dnsdist", "--supervised", "--disable-syslog", "-C", str(written)]

    return command


KRESD = """net.listen('127.0.0.1', {port}, {{ kind = 'dns' }})
log_level('crit')
trust_anchors.remove('.')
cache.size = 100 * MB
policy.add(policy.rpz(policy.DENY, '{zone}'))
policy.add(policy.all(policy.STUB('127.0.0.1@{upstream}')))
"""


def knot(site: Site) -> Command:
    home = _home(site, "knot")
    zone = _write_rpz(home / "rpz.zone", site.names)

    def command(port: int) -> list[str]:
        written = home / "kresd.conf"
        written.write_text(KRESD.format(port=port, upstream=site.upstream, zone=zone))
        return ["kresd", "-n", "-c", str(written), str(home)]

    return command


def recursor(site: Site) -> Command:
    home = _home(site, "recursor")
    zone = _write_rpz(home / "rpz.zone", site.names)
    (home / "rpz.lua").write_text(f"rpzFile('{zone}', {{policyName='bench'}})\n")
    return lambda port: [
        "pdns_recursor", f"--config-dir={home}", f"--socket-dir={home}", "--daemon=no",
        "--write-pid=no", "--local-address=127.0.0.1", f"--local-port={port}", "--threads=1",
        "--pdns-distributes-queries=no", "--dnssec=off", "--quiet=yes", "--loglevel=0",
        f"--forward-zones-recurse=.=127.0.0.1:{site.upstream}", f"--lua-config-file={home}/rpz.lua",
        "--security-poll-suffix=", "--max-cache-ttl=86400", "--packetcache-ttl=86400",
        "--webserver=no", "--dont-query=",
    ]  # fmt: skip


BIND = """options {{
  directory "{home}";
  listen-on port {port} {{ 127.0.0.1; }};
  listen-on-v6 {{ none; }};
  pid-file none;
  session-keyfile none;
  recursion yes;
  allow-query {{ any; }};
  forwarders {{ 127.0.0.1 port {upstream}; }};
  forward only;
  dnssec-validation no;
  empty-zones-enable no;
  querylog no;
  response-policy {{ zone "rpz.example"; }} qname-wait-recurse no;
}};
controls {{ }};
logging {{ category default {{ null; }}; }};
zone "rpz.example" {{ type primary; file "rpz.zone"; }};
"""


def bind(site: Site) -> Command:
    home = _home(site, "bind")
    _write_rpz(home / "rpz.zone", site.names)

    def command(port: int) -> list[str]:
        written = home / "named.conf"
        written.write_text(BIND.format(port=port, upstream=site.upstream, home=home))
        return ["named", "-f", "-n", "1", "-c", str(written)]

    return command


PEERS = (
    Peer("unbound", "unbound", unbound_zones),
    Peer("unbound-tags", "unbound", unbound_tags),
    Peer("unbound-rpz", "unbound", unbound_rpz),
    Peer("dnsmasq", "dnsmasq", dnsmasq),
    Peer("dnsdist", "dnsdist", dnsdist),
    Peer("knot", "kresd", knot),
    Peer("recursor", "pdns_recursor", recursor),
    Peer("bind-rpz", "named", bind),
)
