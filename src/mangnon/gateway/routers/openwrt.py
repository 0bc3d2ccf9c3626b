"""OpenWrt 22.03 and later (fw4)."""

from __future__ import annotations

from collections.abc import Iterable

from mangnon.gateway.routers.model import Guide, Network, Step, last_step, public_v4, public_v6


def guide(network: Network) -> Guide:
    steps = (_give(network), _send_back(network), _shut(network), last_step(network))
    where = "Dán vào cửa sổ SSH của bộ định tuyến; mạng trong tên là lan, mạng ngoài tên là wan."
    return Guide("openwrt", "OpenWrt", where, steps, "mangnon-openwrt.sh")


def _give(network: Network) -> Step:
    lines = [
        "uci -q delete dhcp.lan.dhcp_option",
        f"uci add_list dhcp.lan.dhcp_option='6,{network.filter_v4}'",
        "uci -q delete dhcp.lan.dns",
    ]
    if network.filter_v6:
        lines.append(f"uci add_list dhcp.lan.dns='{network.filter_v6}'")
    else:
        lines.append("uci set dhcp.lan.dns_service='0'")
    lines += ["uci commit dhcp", "service dnsmasq restart", "service odhcpd restart"]
    words = (
        "DHCP báo địa chỉ máy lọc. Với IPv6, bộ định tuyến chỉ báo máy lọc (hoặc không báo DNS nào "
        "nếu máy lọc chưa có IPv6)."
    )
    return Step("Phát địa chỉ máy lọc cho mọi máy", words, "\n".join(lines))


def _send_back(network: Network) -> Step:
    if network.is_among_clients:
        words = (
            "Máy lọc ở cùng mạng với máy của học sinh nên câu hỏi đi nơi khác bị từ chối; máy đặt "
            "sẵn DNS riêng sẽ không vào được mạng cho đến khi để DNS tự động."
        )
        return Step("Từ chối câu hỏi đi nơi khác", words, _rule("mangnon-53", network, port="53"))
    lines = [
        "uci add firewall redirect",
        *_set("redirect", name="mangnon-53", src="lan", proto="tcp udp", family="ipv4"),
        *_set("redirect", src_ip=f"!{network.filter_v4}", src_dport="53", target="DNAT"),
        *_set("redirect", dest_ip=network.filter_v4, dest_port="53"),
        "uci commit firewall",
        "service firewall restart",
    ]
    words = "Máy nào đặt sẵn DNS khác, như 8.8.8.8, cũng được máy lọc trả lời."
    return Step("Chuyển câu hỏi đi nơi khác về máy lọc", words, "\n".join(lines))


def _shut(network: Network) -> Step:
    parts = [
        _rule("mangnon-853", network, port="853"),
        _addresses("mangnon_doh", "ipv4", public_v4()),
        _addresses("mangnon_doh6", "ipv6", public_v6()),
        _rule("mangnon-doh", network, port="443", ipset="mangnon_doh"),
        _rule("mangnon-doh6", network, port="443", ipset="mangnon_doh6", version=6),
        _rule("mangnon-53-v6", network, port="53", version=6),
    ]
    words = (
        "Cổng 853 (DNS mã hóa), các địa chỉ DNS công cộng qua HTTPS và DNS qua IPv6 bị chặn, trừ "
        "cho máy lọc."
    )
    return Step("Chặn lối vòng, cả IPv6", words, "\n".join(parts))


def _set(section: str, **options: str) -> list[str]:
    return [f"uci set firewall.@{section}[-1].{name}='{to}'" for name, to in options.items()]


def _rule(name: str, network: Network, *, port: str, ipset: str = "", version: int = 4) -> str:
    """A refusal of what goes out to a port, for all but the filter. Only what leaves the school
    (dest wan) is meant, so that other networks of the school reach the filter."""
    lines = [
        "uci add firewall rule",
        *_set("rule", name=name, src="lan", dest="wan", proto="tcp udp", dest_port=port),
        *_set("rule", family=f"ipv{version}", target="REJECT"),
    ]
    mine = network.filter_v4 if version == 4 else network.filter_v6
    lines += _set("rule", src_ip=f"!{mine}") if mine else []
    lines += _set("rule", ipset=ipset) if ipset else []
    return "\n".join([*lines, "uci commit firewall", "service firewall restart"])


def _addresses(name: str, family: str, addresses: Iterable[str]) -> str:
    lines = ["uci add firewall ipset", *_set("ipset", name=name, family=family, match="dest_ip")]
    lines += [f"uci add_list firewall.@ipset[-1].entry='{each}'" for each in addresses]
    return "\n".join(lines)
