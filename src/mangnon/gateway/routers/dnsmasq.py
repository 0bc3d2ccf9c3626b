"""A Linux router with dnsmasq and nftables; dnsmasq can tell the filter the MAC of who asks."""

from __future__ import annotations

from mangnon.gateway.routers.model import Guide, Network, Step, last_step, public_v4, public_v6


def guide(network: Network) -> Guide:
    steps = (_give(network), _forward(network), _shut(network), last_step(network))
    where = "Cho bộ định tuyến chạy Linux, hoặc máy lọc đứng sau dnsmasq có sẵn của trường."
    return Guide("dnsmasq", "dnsmasq (Linux)", where, steps, "mangnon-dnsmasq.txt")


def _give(network: Network) -> Step:
    lines = [f"dhcp-option=option:dns-server,{network.filter_v4}"]
    if network.filter_v6:
        lines += ["enable-ra", f"dhcp-option=option6:dns-server,[{network.filter_v6}]"]
    words = (
        "Cách tốt nhất: máy hỏi thẳng máy lọc, nhóm tuổi nhận theo dải địa chỉ. Ghi vào "
        "/etc/dnsmasq.d/mangnon.conf rồi chạy systemctl restart dnsmasq."
    )
    return Step("Phát địa chỉ máy lọc cho mọi máy", words, "\n".join(lines))


def _forward(network: Network) -> Step:
    words = (
        "Chỉ khi cần nhận nhóm theo địa chỉ MAC: dnsmasq hỏi hộ và nói cho máy lọc biết máy nào "
        "hỏi. Khai báo địa chỉ của bộ định tuyến ở điểm trường, mục “bộ định tuyến báo địa chỉ "
        "MAC”; khi đó DHCP phát địa chỉ của bộ định tuyến thay vì của máy lọc. Tắt bộ nhớ đệm, nếu "
        "không câu trả lời của giáo viên sẽ đến tay học sinh."
    )
    code = f"no-resolv\nserver={network.filter_v4}\nadd-mac\ncache-size=0"
    return Step("Hoặc: hỏi hộ và báo địa chỉ MAC", words, code)


def _shut(network: Network) -> Step:
    words = (
        "Ghi vào /etc/nftables.d/mangnon.nft rồi chạy systemctl reload nftables. Câu hỏi đi nơi "
        "khác "
        + ("bị từ chối" if network.is_among_clients else "được chuyển về máy lọc")
        + "; DNS mã hóa và DNS công cộng qua HTTPS bị chặn, trừ cho máy lọc. Thay lan0 bằng cổng "
        "mạng trong."
    )
    return Step("Giữ câu hỏi và chặn lối vòng, cả IPv6", words, rules(network))


def rules(network: Network, lan: str = "lan0") -> str:
    """For nft(8). What comes from the filter and goes to it passes; without a filter of IPv6 nobody
    asks by IPv6."""
    mine, mine6 = network.filter_v4, network.filter_v6
    let = f"ip saddr {mine} accept\n    ip daddr {mine} accept"
    if mine6:
        let += f"\n    ip6 saddr {mine6} accept\n    ip6 daddr {mine6} accept"
    return f"""table inet mangnon {{
  set doh4 {{ type ipv4_addr; elements = {{ {", ".join(public_v4())} }} }}
  set doh6 {{ type ipv6_addr; elements = {{ {", ".join(public_v6())} }} }}
{_redirect(network, lan)}  chain forward {{
    type filter hook forward priority -10;
    {let}
    iifname "{lan}" meta l4proto {{ tcp, udp }} th dport {{ 53, 853 }} reject
    iifname "{lan}" meta l4proto {{ tcp, udp }} th dport 443 ip daddr @doh4 reject
    iifname "{lan}" meta l4proto {{ tcp, udp }} th dport 443 ip6 daddr @doh6 reject
  }}
}}"""


def _redirect(network: Network, lan: str) -> str:
    """Questions turned round here reach the filter before `forward` sees their first address."""
    if network.is_among_clients:
        return ""
    mine = network.filter_v4
    return f"""  chain prerouting {{
    type nat hook prerouting priority dstnat;
    iifname "{lan}" ip saddr != {mine} ip daddr != {mine} meta l4proto {{ tcp, udp }} \
th dport 53 dnat ip to {mine}
  }}
"""
