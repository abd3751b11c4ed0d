"""What each test server shows of the invented week: posts with their fields, as the servers' README.md files say it.

Not a script: week.py compares it with what the program stored. A field that a platform does not show, or shows in a
way of its own, is left out here and not compared.
"""
import csv
import datetime as dt
import re

# What can be compared of a row's posts. Defaults:
TRAITS = {
    "posts": lambda post: True,  # which are shown
    "extra": True,  # the cases that only the platform mock has
    "text": "same",  # or "within": the platform has a title besides
    "reposts": "text",  # "text": of everybody; a set: of these only; "id": that it is one; None: not shown
    "quotes": "text",
    "author": True,  # of what is reposted or quoted
    "replies": False,
    "alt": True,
    "film_alt": True,
    "duration": False,
    "size": False,
    "edits": None,  # "marked", or "first": with the text before it
    "edits_elsewhere": False,  # the time of the last change moves for other reasons as well
    "hint": None,
    "profile": ("name", "description"),
    "newest": None,  # no more than so many
    "unjudged": (),  # cases of which the key says nothing there
}
ORIGINAL = lambda post: not {"repost", "quote", "reply"} & post.keys()
MEDIA = lambda post: bool(post.get("images") or post.get("video"))
PARTNERS = {"partner_en", "partner_fr"}
X_TAGS = {("p13", "fr"): "en", ("p18", "en"): "art", ("p18", "fr"): "qht"}
X = dict(replies=True, duration=True, size=True, edits="marked", hint=X_TAGS)
YOUTUBE = dict(posts=ORIGINAL, text="within", alt=False, film_alt=False)
LINKEDIN = dict(reposts="id", quotes="id", author=False, edits="marked", profile=())
# What is alternative text elsewhere is part of the text there: in p16 it makes a French post half English.
FLICKR = dict(posts=lambda post: bool(post.get("images")), text="within", alt=False, edits_elsewhere=True, profile=(), unjudged=("p16",))
MASTODON = dict(replies=True, duration=True, size=True, edits="first", hint={})
BLOG = dict(extra=False, posts=lambda post: "repost" not in post, quotes=None, text="within", edits_elsewhere=True, profile=())
ROWS = {
    "x": X, "x-old": X, "x-new": X,
    "facebook": dict(author=False, film_alt=False, edits="marked", edits_elsewhere=True),
    "instagram": dict(posts=MEDIA, film_alt=False),
    "threads": dict(reposts=PARTNERS, author=False, replies=True, profile=("name",)),
    "youtube": dict(YOUTUBE, duration=True), "youtube-feed": dict(YOUTUBE, newest=15, edits_elsewhere=True, profile=("name",)),
    "linkedin": LINKEDIN, "linkedin-both": dict(LINKEDIN, edits=None),
    "flickr": FLICKR, "flickr-both": FLICKR, "flickr-feed": dict(FLICKR, newest=20),
    "tumblr": dict(replies=True, duration=True, size=True),
    "pinterest": dict(posts=lambda post: MEDIA(post) or "link" in post or "repost" in post, quotes=None, text="within",
                      author=False, duration=True, profile=()),
    "mastodon": MASTODON, "mastodon-token": MASTODON,
    "canada": dict(posts=ORIGINAL, text="within", alt=False, edits_elsewhere=True, profile=()),
    "bluesky": dict(extra=False, replies=True), "bluesky-pds": dict(extra=False, replies=True, author=False),
    "snac": dict(extra=False, posts=lambda post: "repost" not in post, quotes=None, text="within", replies=True),
    "wordpress": BLOG, "wordpress-feed": BLOG,
}
# A bilingual account shows both texts in one post: what is expected of it there.
BOTH = {"p05": "missing_fr", "m04c": "missing_fr", "m06": "missing_fr", "p06": "missing_en", "p13": "wrong_language",
        "p08": "link_language", "p15": "alt_missing_fr", "p16": "alt_language", "p18": "undecidable"}
# Verdicts of the wiki that have no rule: what the pair is otherwise.
WIKI = {"stale_fr": "ok", "one_way_link": "ok", "broken_link": "missing_fr"}


def moment(text):
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def items(content, who):
    """The acts of an account, of the bilingual one as well, as `(case, act)`, deleted ones left out."""
    for item in content["items"] + content["platform_items"]:
        sides = [item[side] for side in ("en", "fr") if side in item and "deleted" not in item[side]]
        extra = item in content["platform_items"]
        if who != "both":
            sides = [side for side in sides if side is item.get(who)]
        if not sides or (who == "both" and "repost" in sides[0]):
            continue
        act = dict(sides[0], extra=extra)
        if who == "both":
            act["text"] = "\n\n".join(side["text"] for side in sides)
            act.pop("edits", None)
            if len(sides) == 2:
                alts = [[image["alt"] for image in side.get("images", [])] for side in sides]
                act["images"] = [dict(image, alt=" / ".join(filter(None, pair))) for image, *pair in zip(act.get("images", []), *alts)]
        yield item["id"], act


def media(row, traits, act):
    """What is attached: kind, description (if it is shown), length (if it is shown)."""
    if row.startswith("youtube"):
        return [{"kind": "video"}]
    found = [dict(kind="image", **({"alt": image["alt"]} if traits["alt"] else {})) for image in act.get("images", [])]
    if video := act.get("video"):
        found.append(dict(kind="video", **({"alt": video["alt"]} if traits["film_alt"] else {}),
                          **({"duration_ms": video["duration_ms"]} if traits["duration"] else {})))
    if row == "pinterest":  # a pin has one description, and a picture even when the post had none
        found = [dict(it, **({} if number == 0 else {"alt": None})) for number, it in enumerate(found)] or [{"kind": "image"}]
        found = [{name: value for name, value in it.items() if value is not None} for it in found]
    if row == "canada" or "repost" in act:
        return []
    if traits["size"]:
        found = [dict(it, width=320, height=180) for it in found]
    return found


def reference(traits, content, relation, key):
    """What is reposted or quoted, as far as it is shown."""
    third = {**content["third"], **content["platform_third"]}[key]
    shown = traits[relation]
    found = {}
    if shown == "text" or (isinstance(shown, set) and key in shown):
        found["text"] = third["text"]
    if traits["author"]:
        found["account"] = content["accounts"][third["account"]]["handle"]
    return found


def expected(row, who, content, ids):
    """The posts that the row's server shows of an account; `ids` are the platform's own by case, where they are known."""
    traits = {**TRAITS, **ROWS[row]}
    posts = []
    for case, act in items(content, who):
        if not traits["posts"](act) or (act["extra"] and not traits["extra"]):
            continue
        post = {"case": case, "kind": "original", "at": moment(act["at"]), "text": act.get("text"), "within": traits["text"] == "within",
                "media": media(row, traits, act), "id": ids.get(case, {}).get(who), "edited": None}
        if row == "pinterest" and "repost" in act:
            post["text"] = {**content["third"], **content["platform_third"]}[act["repost"]]["text"]
        if "link" in act and row != "canada" and not row.startswith(("youtube", "flickr")):
            post["link"] = act["link"]["uri"]
        if "repost" in act:
            post.update(kind="repost", reference=reference(traits, content, "reposts", act["repost"]))
        elif "quote" in act and traits["quotes"]:
            post.update(kind="quote", reference=reference(traits, content, "quotes", act["quote"]))
        elif "reply" in act and traits["replies"]:
            post.update(kind="reply", answers=act["reply"])
        if "edits" in act and traits["edits"]:
            post.update(edited=moment(act["edits"][-1]["at"]), first=act["edits"][0]["was"] if traits["edits"] == "first" else None)
        post["edits_elsewhere"] = traits["edits_elsewhere"]
        if traits["hint"] is not None and "repost" not in act:
            langs = act.get("langs") or [content["accounts"][who]["lang"]]
            post["hint"] = traits["hint"].get((case, who), langs[0])
        if row.startswith("flickr"):  # every picture is a post
            for number, picture in enumerate(post["media"]):
                id_ = post["id"][number] if isinstance(post["id"], list) else None
                second = dt.timedelta(seconds=0 if row == "flickr-feed" else number)
                text = post["text"].replace("\n\n", " / ")
                posts.append({**post, "media": [picture], "id": id_, "at": post["at"] + second, "text": text})
        else:
            posts.append(post)
    posts.sort(key=lambda post: (post["at"], post["id"] or ""))
    return posts[-traits["newest"]:] if traits["newest"] else posts


def profile(row, who, content):
    """Name and description of an account, where they are shown."""
    if who == "both":
        return {}
    whole = {"name": content["accounts"][who]["name"], "description": content["accounts"][who]["bio"]}
    return {name: whole[name] for name in {**TRAITS, **ROWS[row]}["profile"]}


def pages(path, who):
    """The pages of the wikis, from their table of cases."""
    column = {"en": "english page", "fr": "french page"}[who]
    with open(path, encoding="utf-8") as table:
        return [{"case": row["case id"], "kind": "original", "text": row[column], "within": True, "edits_elsewhere": True,
                 "media": [], "id": None, "edited": None}
                for row in csv.DictReader(table) if row[column] and row["expected verdict"] != "redirect"]


def plain(text):
    """For comparing: spaces of every kind are one space."""
    return re.sub(r"\s+", " ", text or "").strip()
