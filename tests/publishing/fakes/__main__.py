"""Both fakes for a demo: `python -m tests.publishing.fakes [zalo port] [facebook port]`.

Prints what to set and what to paste into the page of accounts; Ctrl-C ends them. Their pages show
what was posted.
"""

from __future__ import annotations

import signal
import sys

from tests.publishing.fakes import facebook, zalo


def main() -> None:
    ports = [int(word) for word in sys.argv[1:3]] or [8061, 8062]
    oa, graph = zalo.ZaloFake(ports[0], looks=2), facebook.FacebookFake(ports[-1])
    access, refresh = oa.grant()
    lines = (
        f"ZALO_URL={oa.url}",
        f"FACEBOOK_URL={graph.url}",
        "",
        f"Zalo OA {zalo.OA_ID}: access {access}",
        f"  refresh {refresh}",
        f"  app_id {zalo.APP_ID}, app_secret {zalo.APP_SECRET}",
        f"  bài đã đăng: {oa.url}/",
        f"Trang Facebook {facebook.PAGE_ID}: access {graph.grant()}",
        f"  bài đã đăng: {graph.url}/",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
