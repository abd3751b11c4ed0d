"""What others make of a report folder: Frictionless, CSVW, pandas and LibreOffice read its CSV files.

    pip install frictionless pandas csvw        (csvw needs Python 3.9 or later)
    apt-get install libreoffice-calc            (left out where `soffice` is not there)
    python tests/consumers/check.py FOLDER …

Ends with 1 when a consumer sees something else than what was written: a cell that is not of its declared type, a key
that points nowhere, an accent, id or time that is not the same afterwards, a formula that was run.
"""

import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TRIGGERS = "=+-@\t\r\n＝＋－＠"


def frictionless(folder, package):
    from frictionless import Package

    report = Package(str(folder / "datapackage.json")).validate()
    rows = report.flatten(["type", "rowNumber", "fieldName", "note"])
    errors = [f"frictionless: {row}" for task in report.tasks for row in
              ([task.name] if task.errors else [])] + [f"frictionless: {row}" for row in rows]
    files = len(report.tasks)
    if files != len(package["resources"]):
        errors.append(f"frictionless looked at {files} of {len(package['resources'])} files")
    return f"{files} files", errors


def csvw(folder, _package):
    from csvw import CSVW

    table_group = CSVW(str(folder / "csvw.json"), validate=True)
    return f"{len(table_group.tables)} tables", [] if table_group.is_valid else [
        f"csvw: {warning.message}" for warning in table_group.warnings
    ] or ["csvw: not valid"]


def pandas(folder, package):
    import pandas

    types = {"integer": "Int64", "number": "float64", "boolean": "boolean", "string": "string", "datetime": "string"}
    errors, cells = [], 0
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        try:
            frame = pandas.read_csv(
                folder / resource["path"],
                sep=resource["dialect"]["delimiter"],
                encoding=resource["encoding"],
                dtype={field["name"]: types[field["type"]] for field in fields},
                keep_default_na=False,
                na_values={field["name"]: [""] for field in fields},
            )
            for field in (field for field in fields if field["type"] == "datetime"):
                frame[field["name"]] = pandas.to_datetime(frame[field["name"]], format="ISO8601", utc=True)
        except (ValueError, TypeError) as error:
            errors.append(f"pandas: {resource['path']}: {error}")
            continue
        cells += frame.size
        for field in fields:
            if field["constraints"]["required"] and frame[field["name"]].isna().any():
                errors.append(f"pandas: {resource['path']}: {field['name']} has empty cells")
        # The guard comes off as it is described, and what it guarded is there.
        for name in (field["name"] for field in fields if field["type"] == "string"):
            bare = frame[name].dropna()
            if package["formula_guard"] and bare.str.startswith(tuple(TRIGGERS)).any():
                errors.append(f"pandas: {resource['path']}: {name} begins with a formula")
    return f"{cells} cells", errors


def libreoffice(folder, package):
    """Opens each file as a spreadsheet would, looks for formulas, and compares every cell with what was written."""
    if not shutil.which("soffice"):
        return "left out: no soffice", []
    errors, cells = [], 0
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        home = f"-env:UserInstallation=file://{work}/profile"
        for resource in package["resources"]:
            delimiter = ord(resource["dialect"]["delimiter"])
            source = folder / resource["path"]
            # The delimiter, ", UTF-8, from line 1, no column types, English (Canada).
            # Formulas are evaluated where there are any: the most careless of all ways to open it.
            token = f"CSV:{delimiter},34,76,1,,4105,false,false,false,false,false,0,true"
            convert = ["soffice", home, "--headless", f"--infilter={token}", "--convert-to", "fods", "--outdir", str(work)]
            subprocess.run([*convert, str(source)], check=True, capture_output=True, timeout=300)
            flat = (work / source.with_suffix(".fods").name).read_text(encoding="utf-8")
            if formulas := re.findall(r'table:formula="[^"]*"', flat):
                errors.append(f"LibreOffice: {resource['path']}: formulas {formulas[:3]}")
            # And back: what it saves is what it understood.
            back = ["soffice", home, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,4105,false,true",
                    "--outdir", str(work), str(work / source.with_suffix(".fods").name)]
            subprocess.run(back, check=True, capture_output=True, timeout=300)
            with open(source, encoding="utf-8-sig", newline="") as written, \
                    open(work / source.name, encoding="utf-8-sig", newline="") as seen:
                fields = resource["schema"]["fields"]
                rows = zip(csv.reader(written, delimiter=chr(delimiter)), csv.reader(seen), strict=False)
                for number, (before, after) in enumerate(rows, 1):
                    for field, one, other in zip(fields, before, after):
                        cells += 1
                        if not same(field, one, other):
                            errors.append(f"LibreOffice: {resource['path']}:{number} {field['name']}: {one!r} became {other!r}")
    return f"{cells} cells", errors[:50]


def same(field, written, seen):
    """Is it the same to a reader? Numbers may lose noughts at the end, and words are shown in capitals for true and false."""
    if written == seen:
        return True
    if field["type"] == "number":
        return bool(seen) and float(written) == float(seen)
    if field["type"] == "boolean":
        return written == seen.lower()
    if field["type"] == "string":
        # Line ends are written otherwise, and tabs left out.
        return bare(written) == bare(seen)
    return False


def bare(text):
    return text.replace("\t", "").replace("\r\n", "\n").replace("\r", "\n")


def main():
    failed = False
    for name in sys.argv[1:] or sys.exit(__doc__):
        folder = pathlib.Path(name)
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        for check in (frictionless, csvw, pandas, libreoffice):
            what, errors = check(folder, package)
            print(f"{folder}  {check.__name__:12}  {what}  {'ok' if not errors else ''}")
            for error in errors:
                print(f"  {error}")
            failed |= bool(errors)
    sys.exit(failed)


if __name__ == "__main__":
    main()
