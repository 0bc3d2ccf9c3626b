"""MikroTik, RouterOS 7."""

from __future__ import annotations

from mangnon.gateway.routers.model import (
    Guide,
    Network,
    Step,
    last_step,
    public_v4,
    public_v6,
)


def guide(network: Network) -> Guide:
    steps = (
        _give(network),
        _send_back(network),
        _shut(network),
        _ipv6(network),
        last_step(network),
    )
    where = "Dán từng phần vào New Terminal của WinBox; LAN là danh sách cổng có sẵn."
    return Guide("mikrotik", "MikroTik (RouterOS 7)", where, steps, "mangnon.rsc")


def _give(network: Network) -> Step:
    return Step(
        "Phát địa chỉ máy lọc cho mọi máy",
        "DHCP báo cho máy trong trường hỏi tên miền ở máy lọc, và bộ định tuyến thôi tự trả lời.",
        f"/ip dhcp-server network set [find] dns-server={network.filter_v4}\n"
        "/ip dns set allow-remote-requests=no",
    )


def _send_back(network: Network) -> Step:
    mine = network.filter_v4
    if network.is_among_clients:
        code = "\n".join(
            f"/ip firewall filter add chain=forward in-interface-list=LAN protocol={protocol}"
            f" dst-port=53 src-address=!{mine} dst-address=!{mine} action=reject"
            f" reject-with={how} comment=mangnon-53"
            for protocol, how in (("udp", "icmp-port-unreachable"), ("tcp", "tcp-reset"))
        )
        words = (
            "Máy lọc ở cùng mạng với máy của học sinh nên câu hỏi đi nơi khác bị từ chối; máy đặt "
            "sẵn DNS riêng sẽ không vào được mạng cho đến khi để DNS tự động."
        )
        return Step("Từ chối câu hỏi đi nơi khác", words, _in_order(code))
    code = "\n".join(
        f"/ip firewall nat add chain=dstnat in-interface-list=LAN protocol={protocol} dst-port=53"
        f" src-address=!{mine} dst-address=!{mine} action=dst-nat to-addresses={mine}"
        " comment=mangnon-53"
        for protocol in ("udp", "tcp")
    )
    words = "Máy nào đặt sẵn DNS khác, như 8.8.8.8, cũng được máy lọc trả lời."
    return Step("Chuyển câu hỏi đi nơi khác về máy lọc", words, code)


def _shut(network: Network) -> Step:
    mine = network.filter_v4
    lines = [f"/ip firewall address-list add list=mangnon-doh address={a}" for a in public_v4()]
    lines += [
        f"/ip firewall filter add chain=forward in-interface-list=LAN protocol={protocol}"
        f" {what} src-address=!{mine} action={how} comment=mangnon-doh"
        for protocol, what, how in (
            ("tcp", f"dst-port=853 dst-address=!{mine}", "reject reject-with=tcp-reset"),
            ("udp", f"dst-port=853 dst-address=!{mine}", "drop"),
            ("tcp", "dst-port=443 dst-address-list=mangnon-doh", "reject reject-with=tcp-reset"),
            ("udp", "dst-port=443 dst-address-list=mangnon-doh", "drop"),
        )
    ]
    words = (
        "Cổng 853 (DNS mã hóa) và các địa chỉ DNS công cộng qua HTTPS bị chặn, trừ cho máy lọc. "
        "Quy tắc được đưa lên đầu vì bộ định tuyến dừng ở quy tắc khớp đầu tiên."
    )
    return Step("Chặn lối vòng", words, _in_order("\n".join(lines)))


def _in_order(code: str) -> str:
    """Before fasttrack and accept of established ones, at the top of the chain."""
    return code + '\n/ip firewall filter move [find comment~"^mangnon"] destination=0'


def _ipv6(network: Network) -> Step:
    told = f"advertise-dns=yes dns={network.filter_v6}" if network.filter_v6 else "advertise-dns=no"
    mine = network.filter_v6
    but = f" src-address=!{mine}" if mine else ""
    to = f" dst-address=!{mine}" if mine else ""
    lines = [f"/ipv6 nd set [find default=yes] {told}"]
    lines += [f"/ipv6 firewall address-list add list=mangnon-doh address={a}" for a in public_v6()]
    lines += [
        f"/ipv6 firewall filter add chain=forward in-interface-list=LAN protocol={protocol}"
        f" {what}{but} action=drop comment=mangnon-v6"
        for protocol in ("udp", "tcp")
        for what in (
            f"dst-port=53{to}",
            f"dst-port=853{to}",
            "dst-port=443 dst-address-list=mangnon-doh",
        )
    ]
    lines.append("/ipv6 firewall filter move [find comment=mangnon-v6] destination=0")
    words = "IPv6 là cửa thứ hai: không khóa thì máy vẫn hỏi được DNS khác. Không dùng thì bỏ qua."
    return Step("Khóa cả IPv6", words, "\n".join(lines))
