#!/usr/bin/env python3
"""How fast `fetch` is beside curl, and how gentle with the limits on.

    tests/servers/throughput.py BINARY [--posts 5000] [--runs 5]

Without limits (`[fetch] pause = "0s"`): the time of `fetch` for all posts of one account, store included, beside that of
curl (one process, one connection, a list of the same addresses) in alternation, and the ratio of the medians. With the
limits as they are by default, two accounts of one host at once: requests that the host sees in any second (at most 5),
and at the same time (at most 1). Exit code 1 when a limit does not hold, or something was not read.
"""
import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import local

PRESENCE = '[[presence]]\nid = "many"\nplatform = "mastodon"\nserver = "{base}"\n'
PER_SECOND = 5


def configure(folder, base, accounts, fetch=""):
    folder.mkdir(parents=True)
    text = local.INSTITUTION + fetch + PRESENCE.format(base=base) + accounts
    (folder / "tandem.toml").write_text(text, encoding="utf-8")
    return folder


def fetch(binary, folder, posts):
    run = local.Run(binary, folder, "fetch", "--since", "2024-12-31")
    with local.opened(folder / "store.sqlite") as db:
        (stored,) = db.execute("SELECT count(*) FROM post").fetchone()
    if run.code != 0 or stored != posts:
        sys.exit(f"fetch stored {stored} of {posts} posts, exit code {run.code}: {run.text()}")
    return run.seconds


def curl(listed):
    began = time.time()
    subprocess.run(["curl", "--silent", "--show-error", "--fail", "--noproxy", "*", "-K", listed], check=True)
    return time.time() - began


def beside_curl(binary, place, server, options):
    times = {"fetch": [], "curl": []}
    for number in range(options.runs):
        server.ask("/_log", "DELETE")
        folder = configure(place / f"fast{number}", server.base, f'bilingual = "n{options.posts}a"\n',
                           local.fetching(pause="0s"))
        times["fetch"].append(fetch(binary, folder, options.posts))
        asked = [entry["path"] for entry in server.ask("/_log")]
        listed = place / "curl.txt"
        listed.write_text("".join(f'url = "{server.base}{path}"\noutput = "/dev/null"\n' for path in asked), encoding="utf-8")
        times["curl"].append(curl(listed))
    rows = [(name, len(asked), *(f"{seconds:.3f}" for seconds in (min(all_), statistics.median(all_), max(all_))))
            for name, all_ in times.items()]
    print(local.table(("limits off", "requests", "fastest s", "median s", "slowest s"), rows))
    medians = {name: statistics.median(all_) for name, all_ in times.items()}
    print(f"ratio of the medians: {medians['fetch'] / medians['curl']:.2f}; "
          f"{options.posts / medians['fetch']:.0f} posts a second into the store\n")


def most_in_a_second(began):
    began = sorted(began)
    return max(sum(first <= other < first + 1 for other in began[number:number + 50]) for number, first in enumerate(began))


def most_at_once(log):
    """The most requests that were under way together."""
    changes = sorted([(entry["began"], 1) for entry in log] + [(entry["ended"], -1) for entry in log])
    most = under_way = 0
    for _, change in changes:
        under_way += change
        most = max(most, under_way)
    return most


def with_limits(binary, place, server, posts):
    server.ask("/_log", "DELETE")
    folder = configure(place / "gentle", server.base, f'english = "n{posts}a"\nfrench = "n{posts}b"\n')
    seconds = fetch(binary, folder, 2 * posts)
    log = server.ask("/_log")
    in_a_second, at_once = most_in_a_second([entry["began"] for entry in log]), most_at_once(log)
    row = (len(log), f"{seconds:.1f}", f"{(len(log) - 1) / seconds:.2f}", in_a_second, at_once)
    print(local.table(("limits on: requests", "s", "a second", "most in a second", "most at once"), [row]))
    if in_a_second > PER_SECOND or at_once > 1:
        print(f"a limit does not hold: at most {PER_SECOND} in a second, 1 at once")
        return 1
    return 0


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("binary", type=pathlib.Path)
    options.add_argument("--posts", type=int, default=5000)
    options.add_argument("--runs", type=int, default=5)
    options = options.parse_args()
    binary = options.binary.resolve()
    with tempfile.TemporaryDirectory() as place, local.Server(local.HERE / "many.py") as server:
        place = pathlib.Path(place)
        fetch(binary, configure(place / "warm", server.base, f'bilingual = "n{options.posts}a"\n',
                                local.fetching(pause="0s")), options.posts)
        beside_curl(binary, place, server, options)
        return with_limits(binary, place, server, options.posts // 5)


if __name__ == "__main__":
    sys.exit(main())
