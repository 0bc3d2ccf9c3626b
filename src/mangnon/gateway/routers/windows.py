"""Windows Server as DHCP and DNS of the school, and policies for its own computers."""

from __future__ import annotations

from mangnon.gateway.routers.model import Guide, Network, Step, last_step


def guide(network: Network) -> Guide:
    steps = (_give(network), _forward(network), _browsers(), _router(), last_step(network))
    where = "Chạy trong PowerShell của máy chủ, với quyền quản trị."
    return Guide("windows", "Windows Server (DHCP, DNS)", where, steps, "mangnon.ps1")


def _give(network: Network) -> Step:
    code = f"Set-DhcpServerv4OptionValue -DnsServer {network.filter_v4} -Force"
    if network.filter_v6:
        code += f"\nSet-DhcpServerv6OptionValue -DnsServer {network.filter_v6} -Force"
    words = (
        "Trường không có miền Active Directory, hoặc máy của học sinh không vào miền: DHCP báo "
        "thẳng địa chỉ máy lọc. Đây là cách tốt nhất vì máy lọc biết mỗi máy thuộc dải nào."
    )
    return Step("Phát địa chỉ máy lọc cho mọi máy", words, code)


def _forward(network: Network) -> Step:
    words = (
        "Trường có miền Active Directory: máy trong miền phải hỏi máy chủ miền, nên máy chủ miền "
        "hỏi tiếp máy lọc. Khi đó máy lọc chỉ thấy máy chủ miền: mọi máy trong miền cùng một nhóm. "
        "Muốn tách nhóm, dùng một máy chủ DNS cho mỗi nhóm hoặc để học sinh ngoài miền."
    )
    code = f"Set-DnsServerForwarder -IPAddress {network.filter_v4} -UseRootHint $false"
    return Step("Hoặc: máy chủ miền hỏi máy lọc", words, code)


def _browsers() -> Step:
    lines = []
    for browser in (r"Google\Chrome", r"Microsoft\Edge"):
        key = rf"HKLM:\SOFTWARE\Policies\{browser}"
        lines.append(f"New-Item -Path {key} -Force | Out-Null")
        lines.append(f"Set-ItemProperty -Path {key} -Name DnsOverHttpsMode -Value off")
    key = r"HKLM:\SOFTWARE\Policies\Mozilla\Firefox\DNSOverHTTPS"
    lines.append(f"New-Item -Path {key} -Force | Out-Null")
    lines.append(f"Set-ItemProperty -Path {key} -Name Enabled -Value 0 -Type DWord")
    lines.append(f"Set-ItemProperty -Path {key} -Name Locked -Value 1 -Type DWord")
    words = (
        "Trên máy của trường (hoặc đưa vào Group Policy): trình duyệt thôi dùng DNS riêng của nó."
    )
    return Step("Tắt DNS riêng của trình duyệt", words, "\n".join(lines))


def _router() -> Step:
    words = (
        "Windows Server không đứng giữa đường ra Internet: việc chặn cổng 53, 853 và các DNS công "
        "cộng, cả IPv6, phải làm ở bộ định tuyến. Xem hướng dẫn của loại bộ định tuyến ấy."
    )
    return Step("Chặn lối vòng ở bộ định tuyến", words)
