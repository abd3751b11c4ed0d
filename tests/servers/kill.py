#!/usr/bin/env python3
"""Kills `fetch` at random moments and looks what is left: does the store open, is all there that was there before, and
is it in the end the store that nobody disturbed?

    tests/servers/kill.py BINARY [--times 200] [--posts 5000] [--seed 1]

A server of this folder's own (many.py) gives the posts, as Mastodon (read forwards) and as Bluesky (read backwards)
in turn. A run that is killed goes on from where it was with the next one, until one comes to its end; then the store
is compared and a new one begun. After every kill a copy of the store is looked at, so that it is the program itself
that has to mend the original. Exit code 1 when anything was lost or differs.
"""
import argparse
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import local

CONFIG = {
    "mastodon": '[[presence]]\nid = "many"\nplatform = "mastodon"\nbilingual = "n{posts}a"\nserver = "{base}"\n',
    "bluesky": '[[presence]]\nid = "many"\nplatform = "bluesky"\nbilingual = "n{posts}a.test"\nserver = "{base}"\n'
               '[platforms.bluesky]\nappview = ""\ndirectory = "{base}"\n',
}
SINCE = "2024-12-31"
COMPARED = ("post", "version", "profile", "reference", "rejected", "walk")


def configure(folder, platform, base, posts):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    text = local.INSTITUTION + local.fetching(pause="0s") + CONFIG[platform].format(base=base, posts=posts)
    (folder / "tandem.toml").write_text(text, encoding="utf-8")


def killed(binary, folder, after):
    """One run, killed after so many seconds. Gives its exit code, or None if it was killed."""
    command = [binary, "fetch", "--since", SINCE, "--config", folder / "tandem.toml", "--store", folder / "store.sqlite"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=local.environment())
    try:
        return run.wait(after)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
        run.wait()
        return None


def left(folder):
    """What is in the store after a kill: is it whole, and which versions of which posts are there?"""
    if not (folder / "store.sqlite").exists():
        return "ok", set()
    with local.opened(folder / "store.sqlite") as db:
        whole = ", ".join(row[0] for row in db.execute("PRAGMA integrity_check"))
        if db.execute("PRAGMA foreign_key_check").fetchall():
            whole += ", rows that refer to nothing"
        return whole, set(local.tables(db, "version")["version"])


def covered(db):
    """The stretches that were read in full, joined."""
    rows = db.execute("SELECT covered_from, covered_to FROM coverage WHERE state IN ('ok', 'ok_empty') ORDER BY 1, 2")
    joined = []
    for begin, end in rows:
        if joined and begin <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([begin, end])
    return joined


def finished(folder):
    with local.opened(folder / "store.sqlite") as db:
        raw = set(db.execute("SELECT source, hex(sha256) FROM raw"))
        return {**local.tables(db, *COMPARED), "raw answers": raw}, covered(db)


def differences(found, reference, began):
    """In words, how a completed store differs from the undisturbed one."""
    (tables, stretches), (expected, undisturbed) = found, reference
    told = [f"{name}: {len(tables[name])} rows, expected {len(expected[name])}, not the same"
            for name in expected if tables[name] != expected[name]]
    same_shape = [begin for begin, _ in stretches] == [begin for begin, _ in undisturbed]
    if not same_shape or stretches[-1][1] < began * 1000 - 1:
        told.append(f"covered: {stretches}, expected {undisturbed} (its end: when the run began)")
    return told


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("binary", type=pathlib.Path)
    options.add_argument("--times", type=int, default=200)
    options.add_argument("--posts", type=int, default=5000)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    dice = random.Random(options.seed)
    bad = []
    with tempfile.TemporaryDirectory() as place, local.Server(local.HERE / "many.py") as server:
        folder, rows = pathlib.Path(place) / "run", []
        for platform in CONFIG:
            for _ in "warm", "measured":  # the server makes each page once
                configure(folder, platform, server.base, options.posts)
                run = local.Run(options.binary.resolve(), folder, "fetch", "--since", SINCE)
            reference = finished(folder)
            count = len(reference[0]["post"])
            if count != options.posts or run.code != 0:
                bad.append(f"{platform}: the undisturbed run gave {count} posts and exit code {run.code}: {run.text()}")
                continue
            kills = completed = most = 0
            depths = []
            while kills < options.times // len(CONFIG) or completed == 0:
                configure(folder, platform, server.base, options.posts)
                began, known, again = time.time(), set(), 0
                while True:
                    code = killed(options.binary.resolve(), folder, dice.uniform(0, run.seconds))
                    whole, now = left(folder)
                    if whole != "ok":
                        bad.append(f"{platform}, kill {kills + 1}: the store is damaged: {whole}")
                    if lost := known - now:
                        bad.append(f"{platform}, kill {kills + 1}: {len(lost)} committed versions are gone")
                    known = now
                    if code is not None:
                        break
                    kills, again = kills + 1, again + 1
                    depths.append(len(now))
                completed, most = completed + 1, max(most, again)
                if code != 0:
                    bad.append(f"{platform}: exit code {code} at the end")
                bad += [f"{platform}: {it}" for it in differences(finished(folder), reference, began)]
            inside = sum(0 < depth < options.posts for depth in depths)
            rows.append((platform, kills, inside, f"{run.seconds:.2f} s", most, completed))
    head = ("platform", "kills", "of them with some posts stored", "undisturbed", "most kills of one store", "stores completed and compared")
    print(local.table(head, rows))
    print("\n".join(bad) or "every store opened, nothing committed was lost, every completed store is the undisturbed one")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
