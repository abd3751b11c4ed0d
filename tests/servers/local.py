"""What the measuring scripts of this folder share: servers, configurations, runs of the program, and the store's tables.

Not a script. The scripts need Python 3.9 or later and nothing else; they write into a temporary folder only.
"""
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
INSTITUTION = """[institution]
name = { english = "Northern Harbours Agency", french = "Agence des ports du Nord" }
time-zone = "America/Toronto"
"""
# Which accounts of the mock's `GET /` name a platform's accounts and their numbers, and under which prefix it answers:
# row: (platform, prefix, key of the handles, key of the ids, credential?)
ROWS = {
    "x": ("x", "x", "usernames", "ids", True),
    "x-old": ("x", "x_old", "usernames", "ids", True),
    "x-new": ("x", "x_new", "usernames", "ids", True),
    "facebook": ("facebook", "facebook", None, "pages", True),
    "instagram": ("instagram", "instagram", None, "users", True),
    "threads": ("threads", "threads", None, "users", True),
    "youtube": ("youtube", "youtube", "handles", "channels", True),
    "youtube-feed": ("youtube", "youtube", "handles", "channels", False),
    "linkedin": ("linkedin", "linkedin", None, "authors", True),
    "linkedin-both": ("linkedin", "linkedin", None, "authors", True),
    "flickr": ("flickr", "flickr", None, "users", True),
    "flickr-feed": ("flickr", "flickr", None, "users", False),
    "flickr-both": ("flickr", "flickr", None, "users", True),
    "tumblr": ("tumblr", "tumblr", "blogs", None, True),
    "pinterest": ("pinterest", "pinterest", None, None, True),
    "mastodon": ("mastodon", "mastodon", "accts", None, False),
    "mastodon-token": ("mastodon", "mastodon_limited", "accts", None, True),
    "canada": ("canada", "canada", None, None, False),
}
# Handles that the mock's JSON does not name.
HANDLES = {"en": "harbours_en", "fr": "ports_fr", "both": "harbours-ports"}
TOKENS = {"en": "TANDEM_TOKEN_EN", "fr": "TANDEM_TOKEN_FR", "both": "TANDEM_TOKEN_EN"}


class Server:
    """A server in a process of its own: the mock, or many.py. Ends with the `with` block."""

    def __init__(self, script, *options):
        command = [sys.executable, str(script), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[-1])
        self.base = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def ask(self, path, method="GET"):
        request = urllib.request.Request(self.base + path, method=method)
        with OPENER.open(request, timeout=60) as answer:
            return json.load(answer)


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def mock(servers, *options):
    """The platform mock of the servers' folder."""
    return Server(str(pathlib.Path(servers) / "platform_mock" / "server.py"), "--port", "0", *options)


def account(row, who, described, base):
    """The account of that row as the configuration has it; `base` is the mock's address, perhaps with a fault in it."""
    platform, prefix, handles, ids, credential = ROWS[row]
    known = described["platforms"][platform]
    handle = known[handles][who] if handles else HANDLES[who]
    if row == "canada":
        handle = f"{who}/{known['dept']}"
    elif platform == "flickr":
        handle = handle.replace("_", "-")
    parts = {"handle": handle, "server": f"{base}/{prefix}"}
    if ids:
        parts["id"] = known[ids][who]
    if credential:
        parts["token"] = TOKENS[who]
    return "{ " + ", ".join(f"{name} = {json.dumps(value)}" for name, value in parts.items()) + " }"


def presence(row, described, base, sides=("en", "fr")):
    """The presence of that row: `sides` says whose accounts."""
    names = {"en": "english", "fr": "french", "both": "bilingual"}
    if len(sides) == 1:
        names = {sides[0]: "bilingual"}
    lines = [f"{names[who]} = {account(row, who, described, base)}" for who in sides]
    return "\n".join([INSTITUTION, "[[presence]]", f'id = "{row}"', f'platform = "{ROWS[row][0]}"', *lines, ""])


def fetching(**options):
    """The table `[fetch]`."""
    lines = [f"{name.replace('_', '-')} = {json.dumps(value)}" for name, value in options.items()]
    return "\n".join(["[fetch]", *lines, ""])


class Run:
    """One run of the program, to its end or to the end of the time allowed."""

    def __init__(self, binary, folder, *arguments, tokens=None, limit=600):
        command = [str(binary), arguments[0], "--config", f"{folder}/tandem.toml", "--store", f"{folder}/store.sqlite"]
        began = time.time()
        self.ended = True
        try:
            done = subprocess.run([*command, *arguments[1:]], capture_output=True, timeout=limit, env=environment(tokens))
            self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired as late:
            self.ended, self.code, self.out, self.err = False, None, late.stdout or b"", late.stderr or b""
        self.seconds = time.time() - began

    def text(self):
        return (self.out + self.err).decode(errors="replace").strip()


def environment(tokens=None):
    """The surroundings of a run: no proxy, English, and the credentials."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return {**kept, "NO_PROXY": "*", "LANG": "en_CA.UTF-8", **(tokens or {})}


def fetched(run):
    """Does the program know the platform, and the configuration?"""
    return "cannot be fetched" not in run.text()


@contextlib.contextmanager
def opened(store):
    """A copy of a store as it lies there, journal included: looking must not mend the original."""
    store = pathlib.Path(store)
    folder = store.with_name(store.name + ".look")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for part in store.parent.glob(store.name + "*"):
        if part.is_file():
            shutil.copy(part, folder)
    copy = sqlite3.connect(folder / store.name)
    try:
        yield copy
    finally:
        copy.close()
        shutil.rmtree(folder)


TABLES = {
    "post": "SELECT platform, handle, native, published_at FROM post JOIN account ON account.id = post.account",
    "version": "SELECT native, number, body FROM version JOIN post ON post.id = version.post",
    "profile": "SELECT platform, handle, body FROM profile JOIN account ON account.id = profile.account",
    "reference": "SELECT platform, native, body FROM reference",
    "rejected": "SELECT place, english, french FROM rejected",
    "coverage": "SELECT DISTINCT handle, state, origin, detail_english, detail_french FROM coverage JOIN account ON account.id = coverage.account",
    "walk": "SELECT account, step FROM walk",
}


def tables(db, *names):
    """Those tables without the times of the runs, in an order that does not depend on them."""
    have = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    return {name: sorted(db.execute(TABLES[name])) if name in have else [] for name in names or TABLES}


def latest(db):
    """The latest version of every post, by platform and id."""
    rows = {}
    for _, number, body in sorted(tables(db, "version")["version"], key=lambda row: row[1]):
        post = json.loads(body)
        rows[post["platform"], post["account"], post["id"]] = post
    return rows


def table(head, rows):
    """A table in plain text."""
    rows = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)
