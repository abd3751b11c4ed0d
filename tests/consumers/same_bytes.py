"""Is a report the same to the last byte, whatever the machine is set to? Runs it with other numbers of threads, locales,
time zones, folders and users' names each time.

    python tests/consumers/same_bytes.py BINARY [RUNS] [ARGUMENTS OF report …]     (100 runs of --sample unless said)

Prints each digest over the whole folder with how often it came; ends with 1 when there is more than one.
"""

import collections
import hashlib
import os
import pathlib
import random
import subprocess
import sys
import tempfile

THREADS = ["1", "2", "3", "4", "7", "16", "64"]
LOCALES = ["C", "C.UTF-8", "en_CA.UTF-8", "fr_CA.UTF-8", "fr_CA.ISO-8859-1", "tr_TR.UTF-8", "de_DE.UTF-8", "ar_EG.UTF-8", "ja_JP.UTF-8"]
ZONES = ["UTC", "America/Toronto", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati", "Etc/GMT+12", "Europe/London", ":nowhere"]
LANGUAGES = ["en", "fr"]


def digest(folder):
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    words = sys.argv[3:] or ["--sample"]
    chance = random.Random(1)
    seen = collections.Counter()
    for number in range(runs):
        setting = {
            "RAYON_NUM_THREADS": chance.choice(THREADS),
            "LANG": chance.choice(LOCALES),
            "LC_ALL": chance.choice(LOCALES),
            "TZ": chance.choice(ZONES),
            "TANDEM_LANGUAGE": chance.choice(LANGUAGES),
            "USER": f"user{number}",
            "HOME": f"/nowhere/{number}",
            "NO_COLOR": chance.choice(["", "1"]),
            "COLUMNS": chance.choice(["20", "80", "300"]),
        }
        with tempfile.TemporaryDirectory(prefix=f"run {number} é") as place:
            folder = pathlib.Path(place) / chance.choice(["r", "rapport", "out put"])
            done = subprocess.run([binary, "report", *words, "--out", str(folder)], env={"PATH": os.environ["PATH"], **setting},
                                  capture_output=True, check=False)
            if done.returncode not in (0, 1, 3):
                sys.exit(f"{setting}\n{done.stderr.decode()}")
            found = digest(folder)
            if found not in seen:
                print(found, setting)
            seen[found] += 1
    for found, times in seen.most_common():
        print(f"{times:6}  {found}")
    sys.exit(len(seen) != 1)


if __name__ == "__main__":
    main()
