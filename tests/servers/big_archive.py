#!/usr/bin/env python3
"""Invented exports of any size, and what importing them costs.

    tests/servers/big_archive.py OUT MIB [--format x|jsonl|csv|facebook|mastodon] [--split N]
    tests/servers/big_archive.py --measure BINARY MIB... [--format ...] [--split N] [--most 200]

The first writes an export with so much text into OUT: an X archive is a zip whose tweets stand in N files, the others
are what their platforms give. The second imports each into an empty store twice and prints the size, the posts, the
seconds and the peak of memory of both; exit code 1 when a post is missing, the second import changes something, or
memory goes beyond --most MiB.
"""
import argparse
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import datetime, timedelta, timezone

MIB = 1 << 20
START = datetime(2019, 1, 1, tzinfo=timezone.utc)
WORDS = (
    "harbour fog ship crew notice safety weather rescue training deck radio coast lifejacket survey ice channel "
    "navire équipage brouillard sécurité météo sauvetage formation radio côte gilet glace chenal avis havre relève"
).split()
LANGUAGES = ("en", "fr")


def sentence(number, length=30):
    """Words by arithmetic: the same number gives the same text."""
    return " ".join(WORDS[(number * 7919 + place * place * 31 + place) % len(WORDS)] for place in range(length))


def moment(number):
    return START + timedelta(seconds=150 * number)


def tweet(number):
    at = moment(number)
    # The time stands in the id, in milliseconds.
    tweet_id = str(((int(at.timestamp() * 1000) - 1288834974657) << 22) + number % 4096)
    text = sentence(number)
    link = {
        "url": f"https://t.co/{number:010d}",
        "expanded_url": f"https://example.ca/notices/{number}",
        "display_url": f"example.ca/notices/{number}",
        "indices": ["0", "23"],
    }
    picture = {
        "expanded_url": f"https://twitter.com/CoastWatchCA/status/{tweet_id}/photo/1",
        "indices": ["24", "47"],
        "url": f"https://t.co/p{number:09d}",
        "media_url": f"http://pbs.example/media/{number}.jpg",
        "id_str": tweet_id,
        "media_url_https": f"https://pbs.example/media/{number}.jpg",
        "sizes": {size: {"w": "680", "h": "453", "resize": "fit"} for size in ("small", "medium", "large", "thumb")},
        "type": "photo",
        "display_url": f"pic.twitter.com/p{number:09d}",
    }
    media = {"media": [picture]} if number % 3 == 0 else {}
    body = {
        "edit_info": {"initial": {"editTweetIds": [tweet_id], "editableUntil": at.isoformat(), "editsRemaining": "5"}},
        "retweeted": False,
        "source": '<a href="https://example.ca" rel="nofollow">Suite</a>',
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": [link], **media},
        "display_text_range": ["0", str(len(text))],
        "favorite_count": str(number % 50),
        "id_str": tweet_id,
        "truncated": False,
        "retweet_count": "0",
        "id": tweet_id,
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "favorited": False,
        "full_text": f"{text} {number} {link['url']}" + (f" {picture['url']}" if media else ""),
        "lang": LANGUAGES[number % 2],
    }
    if media:
        body["extended_entities"] = media
    return json.dumps({"tweet": body}, indent=2, ensure_ascii=False)


def x_archive(out, mib, split):
    """A zip of `split` files; the manifest is written last, when the counts are known."""
    names = ["data/tweets.js"] + [f"data/tweets-part{part}.js" for part in range(1, split)]
    number, listed = 0, []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, name in enumerate(names):
            first = number
            with archive.open(name, "w", force_zip64=True) as file:
                number = items(file, f"window.YTD.tweets.part{part} = ", tweet, mib * MIB // split, number)
            listed.append({"fileName": name, "globalName": f"YTD.tweets.part{part}", "count": str(number - first)})
        account = [{"account": {"username": "CoastWatchCA", "accountId": "1", "createdAt": START.isoformat()[:19] + ".000Z"}}]
        archive.writestr("data/account.js", "window.YTD.account.part0 = " + json.dumps(account))
        config = {
            "userInfo": {"accountId": "1", "userName": "CoastWatchCA"},
            "archiveInfo": {"generationDate": moment(number).isoformat()[:19] + ".000Z", "isPartialArchive": False},
            "dataTypes": {
                "tweets": {"files": listed},
                "account": {"files": [{"fileName": "data/account.js", "globalName": "YTD.account.part0", "count": "1"}]},
            },
        }
        archive.writestr("data/manifest.js", "window.__THAR_CONFIG = " + json.dumps(config))
    return number


def items(file, before, item, size, number):
    """A list behind `before` until so many bytes are there; gives the number of the next item."""
    file.write(f"{before}[\n".encode())
    written, sign = 0, ""
    while written < size:
        text = (sign + item(number)).encode()
        written += file.write(text)
        number, sign = number + 1, ",\n"
    file.write(b"\n]")
    return number


def jsonl(out, mib, _):
    def line(number):
        post = {"platform": "x", "account": f"Coast{number % 8}", "id": str(number)}
        return json.dumps({**post, "published_at": moment(number).isoformat(), "text": f"{sentence(number)} {number}"}, ensure_ascii=False)

    return lines(out, mib, line)


def csv(out, mib, _):
    def line(number):
        return f'x,Coast,{number},{moment(number).isoformat()},"{sentence(number)}, {number}\nsecond ""line"""'

    return lines(out, mib, line, "platform,account,id,published_at,text\n")


def lines(out, mib, line, header=""):
    number = 0
    with open(out, "w", encoding="utf-8", newline="") as file:
        written = file.write(header)
        while written < mib * MIB:
            written += file.write(line(number) + "\n")
            number += 1
    return number


def facebook(out, mib, _):
    def post(number):
        text = f"{sentence(number)} {number}".encode().decode("latin-1")
        return json.dumps({"timestamp": int(moment(number).timestamp()), "data": [{"post": text}], "title": ""})

    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("posts/profile_posts_1.json", "w", force_zip64=True) as file:
            number = items(file, "", post, mib * MIB, 0)
        archive.writestr("profile_information/profile_information.json", '{"profile_v2":{"username":"coast"}}')
    return number


def mastodon(out, mib, _):
    actor = "https://social.example/users/coast"

    def activity(number):
        note = {"id": f"{actor}/statuses/{number}", "type": "Note", "published": moment(number).strftime("%Y-%m-%dT%H:%M:%SZ")}
        public = ["https://www.w3.org/ns/activitystreams#Public"]
        note |= {"content": f"<p>{sentence(number)} {number}</p>", "to": public, "cc": [], "attachment": [], "tag": []}
        return json.dumps({"id": f"{note['id']}/activity", "type": "Create", "actor": actor, "to": public, "published": note["published"], "object": note})

    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("outbox.json", "w", force_zip64=True) as file:
            number = items(file, '{"type":"OrderedCollection","orderedItems":', activity, mib * MIB, 0)
            file.write(b"}")
    return number


FORMATS = {"x": (x_archive, "zip"), "jsonl": (jsonl, "jsonl"), "csv": (csv, "csv"), "facebook": (facebook, "zip"), "mastodon": (mastodon, "zip")}


def run(binary, archive, folder):
    """Imports once: seconds and peak of memory in MiB."""
    begun = time.monotonic()
    process = subprocess.Popen([binary, "import", archive, "--store", "store.sqlite"], cwd=folder, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"import ended with {process.returncode}: {said}")
    return time.monotonic() - begun, usage.ru_maxrss / 1024


def counts(store):
    db = sqlite3.connect(store)
    try:
        return [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("post", "version", "raw")]
    finally:
        db.close()


def measure(binary, mib, name, split, most):
    """One row of the table; true when all is well."""
    write, end = FORMATS[name]
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        archive = pathlib.Path(folder) / f"export.{end}"
        posts = write(archive, mib, split)
        first = run(binary, archive, folder)
        stored = counts(pathlib.Path(folder) / "store.sqlite")
        again = run(binary, archive, folder)
        well = stored[0] == posts and stored == counts(pathlib.Path(folder) / "store.sqlite")
    well &= max(first[1], again[1]) <= most
    print(f"{name:9} {mib:5} MiB {posts:8} posts  first {first[0]:6.1f} s {first[1]:6.0f} MiB  again {again[0]:6.1f} s {again[1]:6.0f} MiB  {'ok' if well else 'NOT OK'}", flush=True)
    return well


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("arguments", nargs="+", metavar="OUT MIB | MIB...")
    parser.add_argument("--measure", metavar="BINARY")
    parser.add_argument("--format", choices=FORMATS, default="x")
    parser.add_argument("--split", type=int, default=1)
    parser.add_argument("--most", type=float, default=200)
    asked = parser.parse_args()
    if asked.measure:
        binary = pathlib.Path(asked.measure).resolve()
        sizes = map(int, asked.arguments)
        return 0 if all([measure(binary, mib, asked.format, asked.split, asked.most) for mib in sizes]) else 1
    out, mib = asked.arguments
    print(FORMATS[asked.format][0](out, int(mib), asked.split), "posts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
