#!/usr/bin/env python3
"""The fault matrix: what does `fetch` do when a platform answers badly, and what does the next run make of it?

    tests/servers/faults.py BINARY SERVERS_DIR [--only ROW,ROW] [--faults NAME,NAME] [--jobs 2]

For every platform (rows of local.py) and every fault of the platform mock, one account is read in a folder of its own,
the fault coming in the middle of the walk; then once more without the fault, into the same store. Checked each time:

- a run ends, makes no more requests than attempts allow, and waits no longer than the server asked and 10 s;
- an account that is called complete has all its posts, one that is not keeps what came before the fault;
- after the second run the posts are those of an undisturbed store, field by field;
- no value of a credential stands in the store, the report, or what was printed.

The mock gets a longer week (fillers), so that every platform has several pages. Prints a line a case, then what is
wrong; exit code 1 if anything is.
"""
import argparse
import concurrent.futures
import datetime as dt
import json
import pathlib
import sys
import tempfile
import urllib.parse

import local

MAX_WAIT, TIMEOUT, ATTEMPTS, MARGIN = 4, 3, 3, 10
SINCE = "2025-03-01"
WEEK = {"en": "mock-token-en", "bad": "wrong-token-7f3a9c"}
# name: (plan; «ok» stands for as many normal answers as lead to the middle of the walk, states that it may end in).
DONE = ("ok", "ok_empty")
SHORT = ("partial", "unreadable", "not_run")
LIMITED = ("rate_limited",)
FAULTS = {
    "429": ("ok,429", DONE + LIMITED),
    "429-long": ("ok,429:600*", LIMITED),
    "500-twice": ("ok,500*2", DONE),
    "500": ("ok,500*", SHORT),
    "503": ("ok,503", DONE),
    "401": ("ok,401*", ("unauthorised",)),
    "403": ("ok,403*", ("blocked", "unauthorised")),
    "404": ("ok,404*", ("not_found",) + SHORT),
    "410": ("ok,410*", ("not_found",) + SHORT),
    "timeout-once": ("ok,timeout", DONE),
    "timeout": ("ok,timeout*", SHORT),
    "truncate-once": ("ok,truncate", DONE),
    "truncate": ("ok,truncate*", SHORT),
    "slow": ("ok,slow:1", DONE),
    "slow-drip": ("ok,slow:60*", SHORT),
    "html": ("ok,html*", ("blocked", "unauthorised")),
    "login": ("ok,login*", ("blocked", "unauthorised", "unreadable")),
    "empty": ("ok,empty*", SHORT),
    "empty_list": ("empty_list*", DONE + ("suspect_quiet",)),
    "empty_page": ("empty_page*", DONE),
    "repeat_cursor": ("repeat_cursor*", DONE + SHORT),
    "overlap": ("overlap*", DONE),
    "redirect_loop": ("ok,redirect_loop*", SHORT),
    "gzip_bomb": ("ok,gzip_bomb*", SHORT),
    "unknown_type": ("unknown_type*", DONE),
    "missing_ref": ("missing_ref*", DONE),
    "bad-token": ("ok*", ("unauthorised",)),
    "no-token": ("ok*", ("unauthorised",)),  # where a feed needs none, that is read instead
}
ASKED = {"429": 3, "503": 3}  # seconds that the mock asks to wait, rounded up as its headers are
LOSING = ("empty_list", "repeat_cursor")  # the source itself says that there is no more
OPEN = ("youtube", "flickr")  # platforms that show something without a credential


def longer_week(servers, media):
    """The invented week and fillers: 260 with a link, or 110 with five pictures each."""
    content = json.loads((pathlib.Path(servers) / "_content" / "content.json").read_text(encoding="utf-8"))
    begin, count = dt.datetime(2025, 3, 3, 0, 7, 11), 110 if media else 260
    for n in range(count):
        at = (begin + n * dt.timedelta(minutes=36 if not media else 85)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        item = {"at": at, "text": f"Filler {n}: the gauge at berth {n} was read and all is well."}
        if media:
            item["images"] = [{"key": f"f{n}x{i}", "alt": f"Gauge {i} at berth {n}.", "color": [n, 90, 40 * i]} for i in range(5)]
        else:
            uri = f"https://harbours.example/en/gauge/{n}"
            item["link"] = {"uri": uri, "title": f"Gauge {n}", "description": "Readings."}
        content["items"].append({"id": f"f{n:03}", "note": "filler", "expect": "missing_fr", "en": item})
    return content


class Bench:
    """Where the cases of a run are tried."""

    def __init__(self, binary, place, mocks):
        self.binary, self.place, self.mocks = binary, place, mocks
        self.plain = {}

    def mock(self, row):
        return self.mocks[local.ROWS[row][0] in ("instagram", "flickr")]

    def fetch(self, row, folder, plan, token):
        """One run with that plan. Gives it with the requests that the mock saw of it."""
        server = self.mock(row)
        plan = f"{plan};{folder.name}"
        fetch = local.fetching(max_wait=f"{MAX_WAIT}s", timeout=f"{TIMEOUT}s", attempts=ATTEMPTS, pause="0s")
        base = f"{server.base}/fault/{urllib.parse.quote(plan, safe=',*;')}"
        folder.mkdir(parents=True, exist_ok=True)
        text = local.presence(row, server.described, base, ("en",)) + fetch
        (folder / "tandem.toml").write_text(text, encoding="utf-8")
        tokens = {local.TOKENS["en"]: token} if token else {}
        run = local.Run(self.binary, folder, "fetch", "--since", SINCE, tokens=tokens, limit=120)
        platform = local.ROWS[row][1]
        seen = [entry for entry in server.ask(f"/_log?platform={platform}") if f";{folder.name}/" in urllib.parse.unquote(entry["path"])]
        return run, seen

    def undisturbed(self, row):
        """The posts and the number of requests without a fault; None when the program cannot read the platform."""
        folder = self.place / f"{row}.plain"
        run, seen = self.fetch(row, folder, "ok*", WEEK["en"])
        if not local.fetched(run) or not (folder / "store.sqlite").exists():
            return None
        with local.opened(folder / "store.sqlite") as db:
            posts, state = local.latest(db), state_of(db)
        if state != "ok" or not posts:
            print(f"{row}: undisturbed, the account is {state} with {len(posts)} posts: {run.text()}", file=sys.stderr)
            return None
        self.plain[row] = posts, len(seen)
        return self.plain[row]

    def case(self, row, fault):
        """A line of the table, and what is wrong with it."""
        expected, usual = self.plain[row]
        plan, states = FAULTS[fault]
        if fault == "no-token" and row in OPEN:
            states = DONE
        if row == "canada":
            states = states + DONE  # all posts stand in its list; the later requests only look for their counterparts
        middle = 0 if usual < 2 else (usual + 1) // 2
        plan = plan.replace("ok,", f"ok*{middle}," if middle else "")
        folder = self.place / f"{row}.{fault}"
        token = {"bad-token": WEEK["bad"], "no-token": None}.get(fault, WEEK["en"])
        run, seen = self.fetch(row, folder, plan, token)
        with local.opened(folder / "store.sqlite") as db:
            state, kept, covered = state_of(db), local.latest(db), complete(db)
        gap = max((b["time"] - a["time"] for a, b in zip(seen, seen[1:])), default=0.0)
        wrong = []
        if not run.ended:
            wrong.append("it did not end by itself")
        if state not in states:
            wrong.append(f"state {state}, expected {' or '.join(states)}")
        promised = [key for key, post in expected.items() if any(begin <= milliseconds(post) < end for begin, end in covered)]
        if lost := [key for key in promised if key not in kept and fault not in LOSING]:
            wrong.append(f"{len(lost)} posts are missing in what is called complete")
        if middle and not kept and fault not in ("empty_list", "bad-token", "no-token") and usual > 2:
            wrong.append("nothing was kept of what came before the fault")
        if len(seen) > ATTEMPTS * usual + 8:
            wrong.append(f"{len(seen)} requests where {usual} are usual")
        if gap > ASKED.get(fault, 0) + MARGIN + TIMEOUT + 0.5:
            wrong.append(f"{gap:.1f} s between two requests")
        self.report(folder, run)
        wrong += leaks(folder, run)
        again, more = self.fetch(row, self.moved(folder), "ok*", WEEK["en"])
        with local.opened(self.moved(folder) / "store.sqlite") as db:
            after, mended = state_of(db), local.latest(db)
        wrong += differences(mended, expected)
        if after != "ok":
            wrong.append(f"after the next run the account is {after}: {again.text()[:200]}")
        wrong += leaks(self.moved(folder), again)
        line = (row, fault, state, f"{len(kept)}/{len(expected)}", f"{len(seen)}/{usual}", f"{gap:.1f}",
                f"{run.seconds:.1f}", run.code, f"{after} {len(mended)}/{len(expected)} in {len(more)}", "wrong" if wrong else "")
        return line, [f"{row} {fault}: {it}" for it in wrong]

    def moved(self, folder):
        """The same store under another name, for another plan."""
        again = folder.with_name(folder.name + ".again")
        if not again.exists():
            folder.rename(again)
        return again

    def report(self, folder, run):
        """A report and a status of what there is, so that they are searched too."""
        for command in (("report", "--from", "2025-03-03", "--to", "2025-03-10", "--out", str(folder / "report")), ("status",)):
            done = local.Run(self.binary, folder, *command)
            run.out, run.err = run.out + done.out, run.err + done.err


def milliseconds(post):
    return dt.datetime.fromisoformat(post["published_at"].replace("Z", "+00:00")).timestamp() * 1000


def complete(db):
    """The stretches that are called complete."""
    return db.execute("SELECT covered_from, covered_to FROM coverage WHERE state IN ('ok', 'ok_empty')").fetchall()


def state_of(db):
    rows = db.execute("SELECT state FROM coverage ORDER BY recorded_at, rowid").fetchall()
    return rows[-1][0] if rows else "none"


def differences(found, expected):
    if missing := expected.keys() - found.keys():
        return [f"after the next run {len(missing)} of {len(expected)} posts are missing"]
    if more := found.keys() - expected.keys():
        return [f"after the next run there are {len(more)} posts too many"]
    unlike = [key for key in expected if found[key] != expected[key]]
    fields = sorted({name for key in unlike for name in {**found[key], **expected[key]} if found[key].get(name) != expected[key].get(name)})
    return [f"after the next run {len(unlike)} posts differ in {', '.join(fields)}"] if unlike else []


def leaks(folder, run):
    """Where the value of a credential stands that must stand nowhere."""
    written = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    written.update({"standard output": run.out, "standard error": run.err})
    return [f"a credential stands in {name}" for name, data in written.items() if any(value.encode() in data for value in WEEK.values())]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("binary", type=pathlib.Path)
    options.add_argument("servers", type=pathlib.Path)
    options.add_argument("--only", help="rows, with commas between")
    options.add_argument("--faults", help="faults, with commas between")
    options.add_argument("--jobs", type=int, default=2)
    options = options.parse_args()
    rows = options.only.split(",") if options.only else [row for row in local.ROWS if row not in SAME_PATH]
    faults = options.faults.split(",") if options.faults else list(FAULTS)
    with tempfile.TemporaryDirectory() as place:
        place, contents = pathlib.Path(place), []
        for media in (False, True):
            contents.append(place / f"content{int(media)}.json")
            contents[-1].write_text(json.dumps(longer_week(options.servers, media)), encoding="utf-8")
        limits = ("--budget", "1000000", "--window", "60")
        with local.mock(options.servers, "--content", contents[0], *limits) as links, local.mock(options.servers, "--content", contents[1], *limits) as pictures:
            for server in (links, pictures):
                server.described = server.ask("/")
            return matrix(Bench(options.binary.resolve(), place, (links, pictures)), rows, faults, options.jobs)


# The same code path as another row.
SAME_PATH = ("x-old", "x-new", "linkedin-both", "flickr-both", "mastodon-token")


def matrix(bench, rows, faults, jobs):
    unread = [row for row in rows if not bench.undisturbed(row)]
    wanted = [(row, fault) for row in rows if row not in unread for fault in faults
              if local.ROWS[row][4] or not fault.endswith("-token")]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        done = list(pool.map(lambda case: bench.case(*case), wanted))
    head = ("row", "fault", "state", "posts kept", "requests/usual", "longest gap s", "s", "exit", "next run", "")
    print(local.table(head, [line for line, _ in done]))
    wrong = [it for _, told in done for it in told]
    print(*(f"{row}: not fetched" for row in unread), sep="\n")
    print(*wrong, sep="\n")
    print(f"{len(done)} cases, {sum(bool(told) for _, told in done)} wrong")
    return 1 if wrong or not done else 0


if __name__ == "__main__":
    sys.exit(main())
