"""`make bench`: what is measured, beside whom, and the goal. Nothing here is a test."""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import tracemalloc
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import rfc8785
import yaml
from yaml._yaml import CParser  # type: ignore[import-not-found,unused-ignore]  # the stubs lack it

import policykit
from benchmarks.documents import ROOT, VALID, header, tree, version
from benchmarks.meaning import meanings
from benchmarks.measuring import Table, medians, peak, process
from benchmarks.redlining import redlines
from benchmarks.revisions import revisions
from policykit.document import collector_paused, read
from policykit.library.digest import canonical, digest
from policykit.library.reading import read_header, read_version
from policykit.model import KINDS
from policykit.rules import lint, rules
from policykit.rules.rule import Subject, Words
from policykit.schema import check_version, schema_text, spelled_out

PYTHON = sys.executable
SCRIPTS = Path(PYTHON).parent
FEW_ROUNDS = 5


def main() -> int:
    """Run all, and say how many goals were reached."""
    table = Table()
    reading(table)
    shapes(table)
    pipeline(table)
    with tempfile.TemporaryDirectory() as folder:
        processes(table, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        starting(table, Path(folder))
    revisions(table)
    digests(table)
    redlines(table)
    meanings(table)
    loaded()
    print(f"{sum(table.reached)} of {len(table.reached)} goals reached")
    return 0


def drain(text: bytes) -> None:
    """Every event of libyaml, and nothing made of them."""
    parser = CParser(text)
    while parser.get_event() is not None:
        pass


def reading(table: Table) -> None:
    """L1 to L4: documents with positions."""
    for goal, count, ratio in (("L1", 20, 0.6), ("L1", 200, 0.6), ("L2", 2000, 0.4)):
        text = version(count)
        what = f"read {count} clauses with positions"
        load = partial(yaml.load, text, yaml.CSafeLoader)
        table.row(goal, what, "yaml.load(CSafeLoader)", ratio, partial(read, text), load)
    text = version(200)
    table.row(
        "L3",
        "the same, 200",
        "libyaml's events alone",
        1.8,
        partial(read, text),
        partial(drain, text),
    )
    gc.collect()
    tracemalloc.start()
    kept = read(text)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept[0] is not None
    shown = f"{size / 1024:>8.0f} KiB {len(text) / 1024:>9.0f} KiB"
    table.ratio("L4", "memory of 200 clauses kept", "the source", 8, size / len(text), shown)


def shapes(table: Table) -> None:
    """V1 to V3: is it shaped like a policy?"""
    whole = jsonschema.Draft202012Validator(json.loads(schema_text("version")))
    good, _ = read(version(200))
    bad, _ = read(version(200).replace(b"\n    kind: ", b"\n    knd: ", 2))
    assert good is not None
    assert bad is not None
    by_kind = {kind: jsonschema.Draft202012Validator(spelled_out(kind)) for kind in KINDS}

    def with_jsonschema_alone() -> None:
        data: Any = good.data
        for clause in data["clauses"]:
            assert not list(by_kind[clause["kind"]].iter_errors(clause))

    peer = partial(_all, whole, good.data)
    name = "jsonschema, if/then"
    table.row("V1", "shape of 200 valid clauses", name, 0.02, partial(check_version, good), peer)
    peer = partial(_all, whole, bad.data)
    table.row("V2", "the same, 1 % wrong", name, 0.05, partial(check_version, bad), peer)
    peer = partial(_all, whole, good.data)
    table.row("V3", "V1 without jsonschema-rs", name, 0.5, with_jsonschema_alone, peer)


def _all(validator: Any, data: Any) -> list[Any]:
    return list(validator.iter_errors(data))


def pipeline(table: Table) -> None:
    """C1 and C4: read, validate, lint, digest, in one process."""
    of, findings = read_header(header(), "policy.yaml", "telegram/privacy")
    assert of is not None, findings
    simple = [made for made in rules() if made.of == "clause" and not made.profiles]

    def check(texts: Iterable[bytes]) -> None:
        with collector_paused():  # as it is while a policy is validated
            check_all(texts)

    def check_all(texts: Iterable[bytes]) -> None:
        words = Words(of.side.vocabulary)
        for text in texts:
            content, _ = read_version(text, "2.0.0.yaml", of, "2.0.0")
            assert content is not None
            subject = Subject(of, content, words)
            for clause in content.clauses:
                for made in simple:
                    list(made.check(subject, clause))
            digest(content.data)

    def parse(texts: Iterable[bytes]) -> None:
        for text in texts:
            yaml.load(text, yaml.CSafeLoader)

    texts = [version(5, seed) for seed in range(1000)]
    what = f"read, validate, lint ({len(simple)} rules), digest 1 000 files"
    table.row(
        "C1", what, "yaml.load(CSafeLoader)", 1.0, partial(check, texts), partial(parse, texts)
    )
    whole = jsonschema.Draft202012Validator(json.loads(schema_text("version")))
    one = version(200)

    def naive() -> None:
        list(whole.iter_errors(yaml.load(one.replace(b": 2024-", b": d2024-"), yaml.CSafeLoader)))

    name = "CSafeLoader, then jsonschema"
    table.row("C4", "the same, one file of 200 clauses", name, 0.15, partial(check, [one]), naive)
    every = sum(not made.profiles for made in rules())
    for what, some in (("100 files", texts[:100]), ("one file of 5 000 clauses", [version(5000)])):
        contents = [read_version(text, "2.0.0.yaml", of, "2.0.0")[0] for text in some]
        found = [content for content in contents if content is not None]
        rest, parsed = medians(
            partial(lint, of, found, whole=False), partial(parse, some), FEW_ROUNDS
        )
        print(
            f"    all {every} rules, those of outcomes and text too, on {what}: "
            f"{rest * 1e3:.0f} ms ({rest / parsed:.2f} x parsing)"
        )


def processes(table: Table, folder: Path) -> None:
    """C2, C3, P1: whole runs of the command line."""
    root = tree(folder / "policies", 20, 50)
    schema = folder / "version.json"
    schema.write_text(schema_text("version"))
    files = [str(path) for path in sorted(root.glob("*/*/*.0.0.yaml"))]
    validate = [PYTHON, "-m", "policykit", "validate", str(root)]
    ours = process([*validate, "--no-cache"], ROOT)
    checker = [str(SCRIPTS / "check-jsonschema"), "--schemafile", str(schema), *files]
    table.row(
        "C2",
        "validate 1 000 files of 5 clauses",
        "check-jsonschema",
        0.15,
        ours,
        process(checker, ROOT),
        rounds=2,
    )
    linter = [str(SCRIPTS / "yamllint"), "-d", "relaxed", *files]
    table.row("C2", "the same", "yamllint, relaxed", 0.06, ours, process(linter, ROOT), rounds=3)
    one = process([*validate, "--no-cache", "--jobs", "1"], ROOT)
    mine, alone = medians(ours, one, FEW_ROUNDS)
    print(f"    the same by as many processes as cores: {mine / alone:.2f} x the time of one")
    remembered = process(validate, ROOT, POLICYKIT_CACHE=str(folder / "cache"))
    what = "the same, unchanged since the last run"
    cold = process([*validate, "--no-cache"], ROOT)
    table.row("C3", what, "a cold run", 0.1, remembered, cold, rounds=3)


def starting(table: Table, folder: Path) -> None:
    """
    S1 to S5: how long one run takes to begin, and what it takes.

    The file of 20 clauses has no finding, as a valid one has none; that of 2 000 repeats clauses.
    """
    schema, file = folder / "version.json", folder / "telegram" / "privacy" / "2.0.0.yaml"
    schema.write_text(schema_text("version"))
    file.parent.mkdir(parents=True)
    (file.parent / "policy.yaml").write_bytes(header())
    file.write_bytes(version(20, VALID))
    assert not policykit.validate(file)
    cli = [PYTHON, "-m", "policykit"]
    plain = process([PYTHON, "-c", "pass"], ROOT)
    loading = process([PYTHON, "-c", "import yaml"], ROOT)
    both = process([PYTHON, "-c", "import yaml, jsonschema"], ROOT)
    check = process([*cli, "validate", str(file)], ROOT)
    checker = [str(SCRIPTS / "check-jsonschema"), "--schemafile", str(schema), str(file)]
    told = process([*cli, "--version"], ROOT)
    table.row("S1", "policykit --version", "python -c pass", 1.5, told, plain, rounds=15)
    helped = process([*cli, "--help"], ROOT)
    table.row("S2", "policykit --help", "import yaml", 1.0, helped, loading, rounds=15)
    what = "validate one file of 20 clauses"
    table.row("S3", what, "import yaml", 2.6, check, loading, rounds=11)
    table.row("S3", "the same", "check-jsonschema", 0.4, check, process(checker, ROOT))
    table.row("S4", "the same", "import yaml, jsonschema", 0.85, check, both)
    bare = peak([PYTHON, "-c", "pass"], ROOT)
    for clauses, most in ((20, 15), (2000, 40)):
        file.write_bytes(version(clauses, VALID))
        mine = peak([*cli, "validate", str(file)], ROOT) - bare
        shown = f"{mine / 1024:>8.1f} MiB {most:>9.1f} MiB"
        about = f"memory of it with {clauses} clauses, at most"
        table.ratio("S5", about, "bare Python, and so much", 1.0, mine / 1024 / most, shown)


def digests(table: Table) -> None:
    """H1: the digest of a document."""
    document, _ = read(version(200))
    assert document is not None
    data: Any = document.data
    assert canonical(data) == rfc8785.dumps(data)
    table.row(
        "H1",
        "canonical bytes of 200 clauses",
        "rfc8785",
        0.45,
        partial(canonical, data),
        partial(rfc8785.dumps, data),
    )


def loaded() -> None:
    """What has no peer here yet: a diff and a decision on loaded versions."""
    policy = policykit.load(ROOT / "policies")["telegram/privacy"]
    before, after = policy.on("2024-09-22"), policy.on("2024-09-23")
    mine, _ = medians(lambda: policykit.diff(before, after), lambda: None)
    question = {"jurisdiction": "BR", "personal_data": "ip_address", "recipient": "police"}
    answer, _ = medians(lambda: after.decide(**question), lambda: None, FEW_ROUNDS)
    print(f"    Telegram, loaded: diff {mine * 1e3:.1f} ms, decide {answer * 1e3:.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
