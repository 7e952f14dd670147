"""MiniStack that answers no web page.

It lets every page of a browser call it (Access-Control-Allow-Origin: *), and who calls it can run a function on this
machine. The gateway refuses such requests before they come here; this is for those that find MiniStack's own port.
"""
import re

from ministack import app as ministack

LOOPBACK = re.compile(rb"(127\.\d+\.\d+\.\d+|([\w-]+\.)*localhost|\[::1\])(:\d+)?", re.IGNORECASE)
unguarded = ministack.app


def is_of_a_web_page(headers: dict[bytes, bytes]) -> bool:
    return (
        b"origin" in headers
        or headers.get(b"sec-fetch-site") in (b"cross-site", b"same-site")
        or not LOOPBACK.fullmatch(headers.get(b"host", b""))
    )


async def app(scope, receive, send):
    if scope["type"] not in ("http", "websocket") or not is_of_a_web_page(dict(scope["headers"])):
        await unguarded(scope, receive, send)
    elif scope["type"] == "http":
        await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"Programs are answered, no web page.\n"})
    else:
        await send({"type": "websocket.close", "code": 1008})


ministack.app = app
ministack.main()
