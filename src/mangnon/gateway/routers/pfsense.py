"""pfSense and OPNsense: menus, and lists to paste."""

from __future__ import annotations

from mangnon.gateway.routers.model import Guide, Network, Step, last_step, public_resolvers


def guide(network: Network) -> Guide:
    steps = (
        _give(network),
        _alias(),
        _send_back(network),
        _shut(network),
        _ipv6(network),
        last_step(network),
    )
    where = "Làm ở trang quản trị của tường lửa; tên mục của OPNsense ở trong ngoặc."
    return Guide("pfsense", "pfSense, OPNsense", where, steps, "mangnon-pfsense.txt")


def _give(network: Network) -> Step:
    words = (
        "Services › DHCP Server › LAN › DNS Servers (OPNsense: Services › ISC DHCPv4 hoặc Kea › "
        "LAN › DNS servers): chỉ ghi địa chỉ này, lưu lại."
    )
    return Step("Phát địa chỉ máy lọc cho mọi máy", words, network.filter_v4)


def _alias() -> Step:
    words = (
        "Firewall › Aliases › Import, tên mangnon_doh, loại Host(s): dán danh sách này. Đó là các "
        "máy chủ DNS công cộng mà trình duyệt dùng để vòng qua bộ lọc."
    )
    listed = "\n".join(each.address for each in public_resolvers())
    return Step("Tạo danh sách DNS công cộng", words, listed)


def _send_back(network: Network) -> Step:
    if network.is_among_clients:
        words = (
            "Máy lọc ở cùng mạng với máy của học sinh nên câu hỏi đi nơi khác bị từ chối. Firewall "
            "› Rules › LAN, thêm quy tắc ở đầu như dưới đây."
        )
        title = "Từ chối câu hỏi đi nơi khác"
        return Step(title, words, _rule("Reject", network.filter_v4, "53 (DNS)"))
    words = (
        "Firewall › NAT › Port Forward, thêm một dòng như dưới đây. Máy nào đặt sẵn DNS khác cũng "
        "được máy lọc trả lời."
    )
    code = (
        "Interface: LAN\nProtocol: TCP/UDP\n"
        f"Source: Invert match, Single host, {network.filter_v4}\n"
        f"Destination: Invert match, Single host, {network.filter_v4}\n"
        "Destination port: 53 (DNS)\n"
        f"Redirect target IP: {network.filter_v4}\nRedirect target port: 53 (DNS)\n"
        "Description: mangnon-53"
    )
    return Step("Chuyển câu hỏi đi nơi khác về máy lọc", words, code)


def _shut(network: Network) -> Step:
    words = "Firewall › Rules › LAN, thêm hai quy tắc ở đầu, trên quy tắc cho phép tất cả."
    code = "\n\n".join(
        (
            _rule("Reject", network.filter_v4, "853 (DNS over TLS)"),
            _rule("Reject", network.filter_v4, "443 (HTTPS)", to="Alias mangnon_doh"),
        )
    )
    return Step("Chặn lối vòng", words, code)


def _ipv6(network: Network) -> Step:
    told = network.filter_v6 or "để trống, và bỏ chọn “Provide DNS configuration via RA”"
    words = (
        "IPv6 là cửa thứ hai. Services › Router Advertisement › LAN (OPNsense: Services › Router "
        "Advertisements): DNS servers ghi như dưới đây; thêm cùng hai quy tắc chặn với IPv6."
    )
    code = "\n\n".join(
        (
            f"DNS servers: {told}",
            _rule("Reject", network.filter_v6, "53 và 853", family="IPv6"),
            _rule("Reject", network.filter_v6, "443", to="Alias mangnon_doh", family="IPv6"),
        )
    )
    return Step("Khóa cả IPv6", words, code)


def _rule(how: str, but: str, port: str, *, to: str = "", family: str = "IPv4") -> str:
    """What goes to the filter passes, and what the filter asks."""
    source = f"Invert match, Single host, {but}" if but else "LAN subnets"
    to = to or (f"Invert match, Single host, {but}" if but else "any")
    return (
        f"Action: {how}\nInterface: LAN\nAddress family: {family}\nProtocol: TCP/UDP\n"
        f"Source: {source}\nDestination: {to}\nDestination port: {port}\nDescription: mangnon"
    )
