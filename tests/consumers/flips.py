"""Changes one bit of a report folder, asks `tandem verify`, changes it back; as often as asked.

    python tests/consumers/flips.py BINARY FOLDER [TIMES]      (10,000 unless said; the folder is copied first)

Every change must be found and the file be named; ends with 1 when one was not.
"""

import pathlib
import random
import shutil
import subprocess
import sys
import tempfile


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    binary, times = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
    chance, missed, found = random.Random(1), 0, {}
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place) / "report"
        shutil.copytree(sys.argv[2], folder)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        for _ in range(times):
            path = chance.choice(files)
            whole = path.read_bytes()
            at, bit = chance.randrange(len(whole)), chance.randrange(8)
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1:])
            done = subprocess.run([binary, "verify", folder, "--language", "en"], capture_output=True, text=True, check=False)
            said = done.stdout + done.stderr
            # A manifest that can no longer be read is no difference but the end of the check.
            if done.returncode not in (1, 2) or path.name not in said:
                missed += 1
                print(f"{path.name}, byte {at}, bit {bit}: {done.returncode}\n{said}")
            found[path.name] = found.get(path.name, 0) + 1
            path.write_bytes(whole)
        end = subprocess.run([binary, "verify", folder], capture_output=True, check=False).returncode
    print(f"{times} changes, {missed} not found; by file: {found}; unchanged again: {end}")
    sys.exit(missed > 0 or end != 0)


if __name__ == "__main__":
    main()
