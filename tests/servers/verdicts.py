#!/usr/bin/env python3
"""Compares a report with the key of a test server: which verdict did each planted case get?

    tests/servers/verdicts.py EXPECTATIONS.csv STORE.sqlite REPORT_FOLDER

EXPECTATIONS.csv has the columns `case id, english post, french post, expected verdict`. Posts are found by the
beginning of their text. Prints a line for each case that differs and exits with 1 if there is one; verdicts of
rules that do not exist yet (alternative text, link language) must come out as a plain pair.
"""
import csv
import json
import re
import sqlite3
import sys

LATER_RULES = {"link_language", "alt_missing_fr", "alt_language"}


def plain(text):
    text = re.sub(r"\[(?:quotes|replies|image|video|edited)[^\]]*\]", "", text)
    return re.sub(r"\W+", " ", text).strip().lower()


def texts(store):
    found = {}
    rows = sqlite3.connect(store).execute(
        "SELECT body FROM version JOIN post ON post.id = version.post"
    )
    references = {
        native: json.loads(body)
        for native, body in sqlite3.connect(store).execute("SELECT native, body FROM reference")
    }
    for (body,) in rows:
        post = json.loads(body)
        text = post["content"]["text"]
        origin = post["origin"]
        if isinstance(origin, dict) and "repost" in origin:
            it = origin["repost"]
            text = it.get("text") or references.get(it.get("id"), {}).get("text") or ""
        found[f"{post['platform']}:{post['id']}"] = plain(text)
    return found


def find(rows, known, wanted, used):
    wanted = re.sub(r"^\[repost of @[^:]+: (.*)\]$", r"\1", wanted)
    # The first line of a description, up to a link: platforms show links in different ways.
    wanted = plain(re.split(r" ?https?://| ?\[| \| ", wanted)[0])
    if not wanted:
        return None
    for row in rows:
        text = known.get(row["post_id"], "")
        if row["post_id"] not in used and text and (text.startswith(wanted) or wanted.startswith(text)):
            used.add(row["post_id"])
            return row
    return None


def verdict(sides, rules):
    named = {rule for row in sides.values() if row for rule in rules.get(row["post_id"], ())}
    outcomes = {row["outcome"] for row in sides.values() if row}
    if "wrong-language" in named:
        return "wrong_language"
    # Of a late emergency notice a rule of its own speaks.
    if "publication-skew" in named or ("emergency" in named and outcomes == {"paired"}):
        return "skew"
    if "unilingual-repost" in named:
        return "unilingual_repost"
    if outcomes == {"missing_counterpart"}:
        return "missing_fr" if sides["en"] else "missing_en"
    if outcomes == {"bilingual"}:
        return "ok_bilingual"
    if outcomes == {"paired"} and sides["en"]["pair_id"] == sides["fr"]["pair_id"]:
        return "ok"
    return "+".join(sorted(outcomes))


def main(expectations, store, folder):
    known = texts(store)
    posts = list(csv.DictReader(open(f"{folder}/posts.csv", encoding="utf-8")))
    rules = {}
    for row in csv.DictReader(open(f"{folder}/findings.csv", encoding="utf-8")):
        for post in (row["english_post_id"], row["french_post_id"]):
            rules.setdefault(post, set()).add(row["rule"])
    used, right, wrong, absent = set(), 0, 0, []
    for case in csv.DictReader(open(expectations, encoding="utf-8")):
        sides = {}
        for language, column in (("en", "english post"), ("fr", "french post")):
            rows = [row for row in posts if row["account_language"] == language]
            sides[language] = find(rows, known, case[column], used)
        expected = case["expected verdict"]
        if not any(sides.values()):
            absent.append(case["case id"])
            continue
        got = verdict(sides, rules)
        if got == ("ok" if expected in LATER_RULES else expected):
            right += 1
        else:
            wrong += 1
            print(f"{case['case id']}: expected {expected}, got {got}")
    print(f"{right} cases as expected, {wrong} not; not shown by this platform: {' '.join(absent) or 'none'}")
    return 1 if wrong or not right else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
