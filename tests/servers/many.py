#!/usr/bin/env python3
"""A server of this folder's own with as many posts as asked for, for kill.py and throughput.py.

    tests/servers/many.py          # prints its port, serves on 127.0.0.1 until it is ended

It speaks Mastodon's interface and that of a Bluesky data server. An account `n5000a` has 5,000 posts; the letter only
tells accounts apart. `GET /_log` gives the requests (when each began and ended, and its path), `DELETE /_log` empties
the list.
"""
import datetime as dt
import functools
import json
import re
import socket
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FIRST = dt.datetime(2025, 1, 1, tzinfo=dt.timezone.utc)
STEP = dt.timedelta(minutes=7)
TEXTS = (
    "Notice {n}: the ferry to the outer islands leaves at {h} o’clock. Dress warmly & bring your ticket.",
    "Avis {n} : le traversier vers les îles du large part à {h} h. Habillez-vous chaudement, n’oubliez pas le billet.",
)


def posts(account):
    return int(re.sub(r"\D", "", account) or 0)


def moment(n):
    return FIRST + n * STEP


def text(n):
    return TEXTS[n % 2].format(n=n, h=n % 12 + 1)


def stamp(at):
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


# ------------------------------------------------------------------- Mastodon


def status_id(n):
    return (int(moment(n).timestamp() * 1000) << 16) + n


def account(name):
    return {
        "id": name, "username": name, "acct": name, "display_name": "Many posts", "note": "<p>Invented.</p>",
        "url": f"https://many.example/@{name}", "fields": [], "emojis": [], "bot": False, "locked": False,
        "created_at": "2024-01-01T00:00:00.000Z", "statuses_count": posts(name),
    }


def status(name, n):
    number, html = str(status_id(n)), text(n).replace("&", "&amp;")
    media = [{
        "id": number, "type": "image", "url": f"https://many.example/{n}.png", "preview_url": None, "remote_url": None,
        "description": f"Photo {n}.", "blurhash": "00PE:V", "meta": {"original": {"width": 640, "height": 360}},
    }] if n % 5 == 0 else []
    return {
        "id": number, "created_at": stamp(moment(n)), "edited_at": None, "in_reply_to_id": None,
        "in_reply_to_account_id": None, "sensitive": False, "spoiler_text": "", "visibility": "public",
        "language": "fr" if n % 2 else "en", "uri": f"https://many.example/users/{name}/statuses/{number}",
        "url": f"https://many.example/@{name}/{number}", "replies_count": 0, "reblogs_count": 0, "favourites_count": 0,
        "content": f"<p>{html}</p>", "reblog": None, "quote": None, "account": account(name),
        "media_attachments": media, "mentions": [], "tags": [], "emojis": [], "card": None, "poll": None,
    }


def statuses(name, query):
    limit = min(int(query.get("limit", 20)), 40)
    known = range(posts(name))
    if "max_id" in query:
        known = [n for n in known if status_id(n) < int(query["max_id"])]
    if "min_id" in query:
        known = [n for n in known if status_id(n) > int(query["min_id"])][:limit]
    return [status(name, n) for n in reversed(known)][:limit]


# -------------------------------------------------------------------- Bluesky


def records(did, query):
    name = did.removeprefix("did:plc:")
    if query.get("collection") != "app.bsky.feed.post":
        return {"records": []}
    end = int(query.get("cursor") or posts(name))
    begin = max(0, end - min(int(query.get("limit", 50)), 100))
    found = [{
        "uri": f"at://{did}/app.bsky.feed.post/{n:013}", "cid": f"bafyreimany{n:013}",
        "value": {"$type": "app.bsky.feed.post", "text": text(n), "langs": ["fr" if n % 2 else "en"],
                  "createdAt": stamp(moment(n))},
    } for n in range(end - 1, begin - 1, -1)]
    return {"records": found, **({"cursor": str(begin)} if begin else {})}


@functools.lru_cache(4096)
def answer(address, origin):
    path, _, query = address.partition("?")
    query = dict(urllib.parse.parse_qsl(query))
    found = None
    if path == "/api/v1/accounts/lookup":
        found = account(query.get("acct", ""))
    elif listed := re.fullmatch(r"/api/v1/accounts/(\w+)/statuses", path):
        found = statuses(listed[1], query)
    elif path == "/xrpc/com.atproto.identity.resolveHandle":
        found = {"did": "did:plc:" + query.get("handle", "").split(".")[0]}
    elif path.startswith("/did:plc:"):
        found = {"id": path[1:], "service": [
            {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": origin}]}
    elif path == "/xrpc/com.atproto.repo.listRecords":
        found = records(query["repo"], query)
    if found is None:
        return 404, json.dumps({"error": "Record not found"}).encode()
    return 200, json.dumps(found, ensure_ascii=False).encode()


# --------------------------------------------------------------------- server

LOG, LOCK = [], threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def log_message(self, *_):
        pass

    def do_DELETE(self):
        with LOCK:
            LOG.clear()
        self.put(200, b"[]")

    def do_GET(self):
        if self.path == "/_log":
            with LOCK:
                return self.put(200, json.dumps(LOG).encode())
        entry = {"began": time.time(), "path": self.path}
        status_code, body = answer(self.path, f"http://{self.headers.get('Host')}")
        self.put(status_code, body)
        entry["ended"] = time.time()
        with LOCK:
            LOG.append(entry)

    def put(self, status_code, body):
        self.send_response(status_code)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
            self.wfile.flush()
        except OSError:  # the client was killed
            self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, socket.timeout)):
            super().handle_error(request, address)


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
