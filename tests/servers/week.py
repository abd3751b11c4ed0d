#!/usr/bin/env python3
"""The invented week of the test servers: does every platform's arrive whole, twice, and are the verdicts those of the key?

    tests/servers/week.py BINARY SERVERS_DIR [--only ROW,ROW] [--wordpress EN,FR] [--mediawiki EN,FR]
                          [--snac URL[,TOKEN_EN,TOKEN_FR]] [--atproto PDS,PLC,APPVIEW]

Starts the platform mock of the servers' folder. The real servers are started by hand (their README.md); give the
addresses of those that run. For each row (see local.py and shown.py) in a store of its own: `fetch` twice, the second
time must change nothing; every field of every stored post and profile against what the server shows; `report` for the
week, and the verdict of every case that the platform shows against expectations.csv. Prints a table of read / expected,
then each difference; exit code 1 when there is one.
"""
import argparse
import csv
import itertools
import json
import pathlib
import sys
import tempfile

import local
import shown
import verdicts

SINCE = "2025-03-01"
TOKENS = {"TANDEM_TOKEN_EN": "mock-token-en", "TANDEM_TOKEN_FR": "mock-token-fr"}
SNAC_TOKENS = ("TANDEM_SNAC_EN", "TANDEM_SNAC_FR")
COLUMNS = ("posts", "reposts", "quotes", "edits", "media", "alternative text", "profile")


class Tally:
    """Read and expected by column, with the differences in words."""

    def __init__(self):
        self.read, self.expected, self.told = dict.fromkeys(COLUMNS, 0), dict.fromkeys(COLUMNS, 0), []

    def count(self, column, place, problems):
        """One thing of that column; right if there are no problems."""
        self.expected[column] += 1
        self.read[column] += not problems
        self.told += [f"{place}: {it}" for it in problems]

    def cells(self):
        return [f"{self.read[name]}/{self.expected[name]}" if self.expected[name] else "-" for name in COLUMNS]


def same(name, got, wanted):
    return [] if got == wanted else [f"{name} is {got!r}, expected {wanted!r}"]


def match(posts, wanted):
    """The stored post of each expected one: by the platform's id, else by time and kind, else by text."""
    left, found = dict(posts), {}
    tests = (
        lambda post, it: it["id"] and post["id"].endswith(it["id"]),
        lambda post, it: "at" in it and shown.moment(post["published_at"]) == it["at"] and kind(post) == it["kind"],
        lambda post, it: it["text"] and shown.plain(it["text"]) in shown.plain(post["content"]["text"]),
    )
    for test in tests:
        for number, it in enumerate(wanted):
            key = None if number in found else next((key for key, post in left.items() if test(post, it)), None)
            if key:
                found[number] = left.pop(key)
    return found, left


def kind(post):
    return "original" if post["origin"] == "own" else next(iter(post["origin"]))


def handle(name):
    """Platforms write the handle of a third party in ways of their own."""
    return (name or "").lower().lstrip("@").split("@")[0].split(".")[0].replace("_", "-")


def compare(tally, place, post, it, native, references, earlier):
    """One post, field by field."""
    if post is None:
        problems = ["not read"]
    else:
        text, wanted = shown.plain(post["content"]["text"]), shown.plain(it["text"])
        problems = same("kind", kind(post), it["kind"])
        if "at" in it:
            problems += same("time", shown.moment(post["published_at"]).isoformat(), it["at"].isoformat())
        if it["within"]:
            problems += [] if wanted in text or kind(post) == "repost" else [f"text {text!r} is without {wanted!r}"]
        elif it["kind"] != "repost":
            problems += same("text", text, wanted)
        if it["kind"] != "repost" and not it["within"]:
            problems += same("complete", post["complete"], True)
        if "link" in it and it["link"] not in post["content"].get("links", []):
            problems.append(f"links {post['content'].get('links', [])} are without {it['link']}")
        if "hint" in it:
            problems += same("language hint", post.get("language_hint"), it["hint"])
        if it["kind"] == "reply":
            problems += same("answers", post["origin"].get("reply", {}).get("id"), native.get(it["answers"]))
    tally.count("posts", place, problems)
    if it["kind"] in ("repost", "quote"):
        tally.count(it["kind"] + "s", place, referred(post, it, references))
    if it["edited"]:
        at = post and post.get("edited_at")
        problems = same("edited", at and shown.moment(at).isoformat(), it["edited"].isoformat())
        if it.get("first") and it["first"] not in earlier:
            problems.append(f"the text before the edit is not there: {it['first']!r}")
        tally.count("edits", place, problems)
    elif post and post.get("edited_at") and not it["edits_elsewhere"]:
        tally.told.append(f"{place}: edited at {post['edited_at']}, but nothing was edited")
    attached = post["content"].get("media", []) if post else []
    for number in range(max(len(it["media"]), len(attached) if post else 0)):
        attachment(tally, f"{place} attachment {number + 1}", attached[number:number + 1], it["media"][number:number + 1])


def attachment(tally, place, got, wanted):
    got, wanted = (got or [None])[0], (wanted or [None])[0]
    if wanted is None or got is None:
        tally.expected["media"] += wanted is not None
        tally.expected["alternative text"] += "alt" in (wanted or {})
        tally.told.append(f"{place}: " + ("not read" if got is None else f"one too many: {got}"))
        return
    fields = [name for name in wanted if name != "alt"]
    tally.count("media", place, [it for name in fields for it in same(name, got.get(name), wanted[name])])
    if "alt" in wanted:
        tally.count("alternative text", place, same("alternative text", got.get("alt"), wanted["alt"]))


def referred(post, it, references):
    """What is reposted or quoted."""
    if post is None or kind(post) != it["kind"]:
        return ["not read"]
    found = post["origin"][it["kind"]]
    more = references.get(found.get("id"), {})
    problems = []
    if "text" in it["reference"]:
        # A re-pin has the words of the first one as its own.
        text = found.get("text") or more.get("text") or post["content"]["text"]
        problems += [] if shown.plain(it["reference"]["text"]) in shown.plain(text) else same("its text", text, it["reference"]["text"])
    if "account" in it["reference"]:
        names = {handle(found.get("account")), handle(more.get("account"))}
        problems += [] if it["reference"]["account"] in names else same("its author", sorted(names), it["reference"]["account"])
    return problems


def judged(row, folder, cases, keys, unjudged):
    """The verdicts of the cases that the platform shows: how many are right, how many there are, and the differences."""
    posts = {}
    for line in csv.DictReader(open(folder / "report" / "posts.csv", encoding="utf-8")):
        posts[line["post_id"]] = line
    rules = {}
    for line in csv.DictReader(open(folder / "report" / "findings.csv", encoding="utf-8")):
        for post in (line["english_post_id"], line["french_post_id"]):
            rules.setdefault(post, set()).add(line["rule"])
    right, told = 0, []
    wanted = [(case, expected) for case, expected in cases if any(key[0] == case for key in keys) and case not in unjudged]
    for case, expected in wanted:
        lines = {side: [posts.get(post) for key, post in keys.items() if key[:2] == (case, side)] for side in ("en", "fr", "both")}
        if row.endswith("-both"):
            got = {bilingual(line, rules) for line in lines["both"]}
        else:
            # Several pictures of one case are several posts: each may have found any of the other side's.
            for side in ("en", "fr"):
                lines[side].sort(key=lambda line: line["pair_id"] if line else "")
            got = {verdicts.verdict({"en": english, "fr": french}, rules)
                   for english, french in itertools.zip_longest(lines["en"], lines["fr"])}
        if expected in verdicts.LATER_RULES:
            expected = "ok_bilingual" if row.endswith("-both") else "ok"
        right += got == {expected}
        told += [] if got == {expected} else [f"verdict of {case}: {' and '.join(sorted(got))}, expected {expected}"]
    return f"{right}/{len(wanted)}", told


def bilingual(line, rules):
    """The verdict on a post of an account that serves both languages."""
    if line is None:
        return "not in the report"
    if "wrong-language" in rules.get(line["post_id"], ()):
        return "wrong_language"
    return {"bilingual": "ok_bilingual", "missing_counterpart": "missing_" + ("en" if line["language"] == "fr" else "fr")}.get(line["outcome"], line["outcome"])


def try_row(row, config, sides, binary, folder, expected, profiles, cases):
    """Everything about one row; None when the program does not know the platform."""
    folder.mkdir()
    (folder / "tandem.toml").write_text(config, encoding="utf-8")
    run = local.Run(binary, folder, "fetch", "--since", SINCE, tokens=TOKENS)
    if not local.fetched(run):
        return None
    if not (folder / "store.sqlite").exists():
        return ["-"] * (len(COLUMNS) + 2), [run.text()]
    names = [name for name in local.TABLES if name != "walk"]
    tally = Tally()
    with local.opened(folder / "store.sqlite") as db:
        first, posts = local.tables(db, *names), local.latest(db)
    local.Run(binary, folder, "fetch", "--since", SINCE, tokens=TOKENS)
    with local.opened(folder / "store.sqlite") as db:
        changed = [name for name, rows in local.tables(db, *names).items() if rows != first[name]]
    if run.code != 0:
        tally.told.append(f"exit code {run.code}: {run.text()}")
    tally.told += [f"the second run changed the table {name}" for name in changed]
    references = {native: json.loads(body) for _, native, body in first["reference"]}
    earlier = {json.loads(body)["content"]["text"] for _, _, body in first["version"]}
    accounts = {known for _, known, _, _ in first["post"]} | {line[0] for line in first["coverage"]}
    traits = {**shown.TRAITS, **shown.ROWS.get(row, {})}
    keys, unjudged = {}, set(traits["unjudged"])
    # Which of the stored accounts is which: the one of the configuration.
    for who in sides:
        mine = [name for name in accounts if is_account(name, who, config)]
        stored = {key: post for key, post in posts.items() if key[1] in mine}
        found, left = match(stored, expected[who])
        native = {it["case"]: found[number]["id"] for number, it in enumerate(expected[who]) if number in found}
        before = len(tally.told)
        for number, it in enumerate(expected[who]):
            post = found.get(number)
            compare(tally, f"{who} {it['case']}", post, it, native, references, earlier)
            if it["kind"] == "repost" and "text" not in it["reference"]:
                unjudged.add(it["case"])  # nobody can tell the language of what is not shown
            if post:
                nth = sum(key[:2] == (it["case"], who) for key in keys)
                keys[it["case"], who, nth] = f"{post['platform']}:{post['id']}"
        if not stored:
            tally.told[before:] = [f"{who}: no post at all was read"]
        tally.told += [f"{who}: a post that the server does not show: {post['id']} {post['content']['text'][:60]!r}"
                       for post in left.values() if not row == "mediawiki"]
        seen = {name: json.loads(body) for _, name, body in first["profile"] if name in mine}
        for field, value in profiles[who].items():
            got = next(iter(seen.values()), {}).get(field)
            tally.count("profile", f"{who} profile", same(field, got, value))
    local.Run(binary, folder, "report", "--from", "2025-03-03", "--to", "2025-03-10", "--out", str(folder / "report"))
    if traits["newest"]:
        unjudged |= {case for case, _ in cases if {side for known, side, _ in keys if known == case} != set(sides)}
    score, told = judged(row, folder, cases, keys, unjudged)
    states = sorted({f"{line[1]}" for line in first["coverage"]})
    return [" ".join(states), *tally.cells(), score], tally.told + told


def is_account(name, who, config):
    """Is it the account that the configuration has on that side?"""
    side = {"en": "english =", "fr": "french =", "both": "bilingual ="}[who]
    line = next(line for line in config.splitlines() if line.startswith(side))
    value = (line.partition('handle = "')[2] or line.partition('"')[2]).partition('"')[0]
    return name == (value if "://" in value else value.lstrip("@").lower())


def plain_presence(row, platform, english, french, **keys):
    lines = [f'{name} = "{value}"' for name, value in keys.items()]
    lines = [local.INSTITUTION, "[[presence]]", f'id = "{row}"', f'platform = "{platform}"',
             f'english = "{english}"', f'french = "{french}"', *lines]
    return "\n".join(lines) + "\n"


def real(options):
    """The rows of the real servers whose addresses were given: configuration by row."""
    rows = {}
    if options.wordpress:
        english, french = options.wordpress.split(",")
        rows["wordpress"] = plain_presence("wordpress", "wordpress", english, french)
        rows["wordpress-feed"] = plain_presence("wordpress-feed", "feed", f"{english}/feed/", f"{french}/feed/")
    if options.mediawiki:
        # The key calls an hour between two pages of a wiki no delay.
        threshold = '[rules.publication-skew]\nthreshold = "2h"\n'
        rows["mediawiki"] = threshold + plain_presence("mediawiki", "mediawiki", *options.mediawiki.split(","))
    if options.snac:
        server, *tokens = options.snac.split(",")
        rows["snac"] = plain_presence("snac", "mastodon", "harbours_en", "ports_fr", server=server)
        # Its second version shows nothing without them.
        for name, handle, token in zip(SNAC_TOKENS, ("harbours_en", "ports_fr"), tokens):
            TOKENS[name] = token
            rows["snac"] = rows["snac"].replace(f'"{handle}"', f'{{ handle = "{handle}", token = "{name}" }}')
    if options.atproto:
        pds, plc, *appview = options.atproto.split(",")
        names = ("harbours-en.test", "ports-fr.test")
        services = f'[platforms.bluesky]\ndirectory = "{plc}"\nappview = "%s"\n'
        if appview:
            rows["bluesky"] = services % appview[0] + plain_presence("bluesky", "bluesky", *names)
        rows["bluesky-pds"] = services % "" + plain_presence("bluesky-pds", "bluesky", *names, server=pds)
    return rows


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("binary", type=pathlib.Path)
    options.add_argument("servers", type=pathlib.Path)
    options.add_argument("--only", help="rows, with commas between")
    for name in ("wordpress", "mediawiki", "snac", "atproto"):
        options.add_argument(f"--{name}", help="addresses, with commas between")
    options = options.parse_args()
    content = json.loads((options.servers / "_content" / "content.json").read_text(encoding="utf-8"))
    key = {line["case id"]: line["expected verdict"] for line in csv.DictReader(open(options.servers / "expectations.csv", encoding="utf-8"))}
    lines, told = [], []
    with tempfile.TemporaryDirectory() as place, local.mock(options.servers) as server:
        described, ids = server.ask("/"), server.ask("/_cases")
        rows = {row: ("both",) if row.endswith("-both") else ("en", "fr") for row in local.ROWS}
        configs = {row: local.presence(row, described, server.base, sides) for row, sides in rows.items()} | real(options)
        for row in options.only.split(",") if options.only else configs:
            sides = rows.get(row, ("en", "fr"))
            if row == "mediawiki":
                path = options.servers / "mediawiki" / "expectations.csv"
                expected, profiles = {who: shown.pages(path, who) for who in sides}, {who: {} for who in sides}
                table = csv.DictReader(open(path, encoding="utf-8"))
                cases = [(line["case id"], shown.WIKI.get(line["expected verdict"], line["expected verdict"])) for line in table]
            else:
                known = ids.get(local.ROWS[row][0], {}) if row in local.ROWS else {}
                expected = {who: shown.expected(row, who, content, known) for who in sides}
                profiles = {who: shown.profile(row, who, content) for who in sides}
                cases = [(case, shown.BOTH.get(case, "ok_bilingual") if sides == ("both",) else it) for case, it in key.items()]
            server.ask("/_log", "DELETE")
            result = try_row(row, configs[row], sides, options.binary.resolve(), pathlib.Path(place) / row, expected, profiles, cases)
            cells, wrong = result or (["not fetched"], [])
            lines.append([row, *cells, *[""] * (len(COLUMNS) + 2 - len(cells)), len(wrong) or ""])
            told += [f"{row}: {it}" for it in wrong]
    print(local.table(("row", "state", *COLUMNS, "verdicts", "differences"), lines))
    print(*told, sep="\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
