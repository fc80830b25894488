"""The command line: exit codes, outputs, and what is said when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from policykit import __version__
from tests.running import policykit
from tests.writing import folder

SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
}


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    folder(
        tmp_path,
        {"1.0.0": [SHARE], "2.0.0": [SHARE, {**SHARE, "id": "b", "recipients": ["public"]}]},
    )
    return tmp_path


def test_version_and_help_need_no_policy(tmp_path: Path) -> None:
    assert policykit("--version", cwd=tmp_path).out == f"policykit {__version__}\n"
    assert "validate" in policykit("--help", cwd=tmp_path).out
    assert "--violates-terms" in policykit("decide", "--help", cwd=tmp_path).out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["validate", "policies"], 0, ""),
        (["validate"], 0, ""),
        (["validate", "nowhere"], 3, "nowhere: No such file or directory"),
        (["validate", "policies", "nowhere"], 3, "nowhere"),
        (["validate", "--fail-onn", "error"], 2, "did you mean '--fail-on'?"),
        (["validat"], 2, "did you mean 'validate'?"),
        ([], 2, "COMMAND"),
        (["validate", "-o", "sarifx"], 2, "there is no format 'sarifx'"),
        (["validate", "-o", "json", "-o", "text"], 2, "stdout"),
        (["diff", "acme/privacy@1.0.0..2.0.0"], 0, ""),
        (["diff", "acme/privacy@1.0.0..2.0.0", "--exit-code"], 1, ""),
        (["diff", "acme/privacy@1.0.0..1.0.0", "--exit-code"], 0, ""),
        (["diff", "acme/privacy@1.0.0..2.0.0", "--lang", "es"], 0, ""),
        (["diff", "acme/privacy@1.0.0..2.0.0", "--lang", "xx"], 2, "there are en, es"),
        (["diff", "acme/privacy@1.0.0..2.0.0", "--lang", "xx-MX"], 2, "there are en, es"),
        (["decide", "acme/privacy@1.0.0", "--lang", "xx"], 2, "no language 'xx'"),
        (["diff", "acme/privacy@1.0.0..2.0.0", "--fail-on", "broader,weaker"], 1, ""),
        (["diff", "acme/privacy@1.0.0..2.0.0", "--fail-on", "weaker"], 0, ""),
        (["diff", "acme/privacy@1.0.0..2.0.0", "--fail-on", "any"], 1, ""),
        (
            ["diff", "acme/privacy@1.0.0..2.0.0", "--fail-on", "brooader"],
            2,
            "did you mean 'broader'?",
        ),
        (["diff", "acme/privacy@1.0.0"], 2, "name two versions"),
        (["diff", "acme/privacy"], 2, "as in acme/privacy@1.0.0..2.0.0"),
        (["diff", "acme/privcy@1.0.0", "acme/privacy"], 2, "did you mean 'acme/privacy'?"),
        (
            ["diff", "acme/privacy@1.0.0", "acme/privacy@9.0.0"],
            2,
            "has no version 9.0.0; it has: 1.0.0, 2.0.0",
        ),
        (
            ["diff", "acme/privacy@2020-01-01", "acme/privacy"],
            2,
            "the first, 1.0.0, starts on 2025-01-01",
        ),
        (["diff", "acme/privacy@2025-02-30", "acme/privacy"], 2, "there is no day '2025-02-30'"),
        (["diff", "acme/privacy@1.0.0..2.0.0", "--jurisdiction", "XX"], 2, "'XX' is no country"),
        (["diff", "acme/privacy@1.0.0..2.0.0", "--on", "soon"], 2, "there is no day 'soon'"),
        (["diff", "./nowhere.yaml", "acme/privacy"], 3, "No such file"),
        (
            ["diff", "acme/privacy@1.0.0..2.0.0", "--policies", "nowhere"],
            3,
            "nowhere: no such folder",
        ),
        (
            ["decide", "acme/privacy@1.0.0", "--personal-data", "email_adress"],
            2,
            "did you mean 'email_address'?",
        ),
        (["decide", "acme/privacy@1.0.0", "--jurisdiction", "UK"], 2, "'UK' is no country"),
        (["decide", "acme/privacy@1.0.0", "--condition", "premium"], 2, "ID=VALUE"),
        (
            ["decide", "acme/privacy@1.0.0", "--condition", "premium=true"],
            2,
            "no coordinate 'premium'",
        ),
        (
            ["decide", "acme/privacy@1.0.0", "--suspicion", "suspect", "--offence", "no_offence"],
            2,
            "cannot occur",
        ),
        (["decide", "acme/privacy", "--on", "2020-01-01"], 2, "was in force"),
        (["decide", "acme/privacy@1.0.0", "--personal-data", "email_address"], 0, ""),
        (["changelog", "acme/privacy"], 0, ""),
        (["changelog", "acme/privacy", "--jurisdiction", "BR", "--since", "2.0.0"], 0, ""),
        (["changelog", "acme/privcy"], 2, "did you mean 'acme/privacy'?"),
        (["changelog", "acme/privacy", "--jurisdiction", "UK"], 2, "'UK' is no country"),
        (["changelog", "acme/privacy", "--since", "soon"], 2, "has no version soon; it has: 1.0.0"),
        (["changelog", "acme/privacy", "--since", "2024"], 2, "; a day is written YYYY-MM-DD"),
        (["changelog", "acme/privacy", "--lang", "xx"], 2, "there are en, es"),
        (["changelog", "./nowhere"], 3, "No such file"),
        (["schema", "changelog"], 0, ""),
        (["schema", "diff"], 0, ""),
        (["schema", "nothing"], 2, "there is no schema 'nothing'"),
    ],
)
def test_exit_codes_and_messages(acme: Path, arguments: list[str], code: int, said: str) -> None:
    ran = policykit(*arguments, cwd=acme)
    assert (ran.code, "Traceback" in ran.err) == (code, False), ran.err
    assert said in ran.err
    if code >= 2 and arguments[:1] != ["validate"]:
        assert ran.out == ""


def test_a_document_that_is_not_valid_is_a_finding_for_validate_and_3_for_the_others(
    acme: Path,
) -> None:
    file = acme / "policies" / "acme" / "privacy" / "2.0.0.yaml"
    file.write_text("format: 1\nclauses: [\n")
    assert policykit("validate", cwd=acme).code == 1
    assert policykit("validate", "-o", "json", cwd=acme).json("findings")["status"] == "findings"
    for command in (
        ["diff", "acme/privacy@1.0.0..2.0.0"],
        ["decide", "acme/privacy@1.0.0"],
        ["changelog", "acme/privacy"],
    ):
        ran = policykit(*command, cwd=acme)
        assert ran.code == 3
        assert "2.0.0.yaml:3:1: PK001" in ran.err


def test_what_cannot_be_read_is_never_a_pass(acme: Path) -> None:
    odd = acme / "policies" / "acme" / "privacy" / "3.0.0.yaml"
    odd.mkdir()
    ran = policykit("validate", "-o", "json", cwd=acme)
    assert ran.code == 3
    assert json.loads(ran.out)["status"] == "error"
    assert "3.0.0.yaml" in ran.err
    odd.rmdir()
    odd.symlink_to(odd)
    assert policykit("validate", cwd=acme).code == 3


def test_an_empty_folder_is_no_pass(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = policykit("validate", "empty", cwd=tmp_path)
    assert ran.code == 3
    assert "holds no policy" in ran.err


def test_several_outputs_come_from_one_run(acme: Path) -> None:
    ran = policykit(
        "diff",
        "acme/privacy@1.0.0..2.0.0",
        "-o",
        "text",
        "-o",
        "json:d.json",
        "-o",
        "markdown:d.md",
        cwd=acme,
    )
    assert ran.code == 0
    assert "Acme may now disclose" in ran.out
    assert json.loads((acme / "d.json").read_text())["verdict"] == "broader"
    assert (acme / "d.md").read_text().startswith("## Acme Privacy Policy")


def test_an_output_that_cannot_be_written_leaves_the_old_one(acme: Path) -> None:
    (acme / "out").mkdir()
    ran = policykit("diff", "acme/privacy@1.0.0..2.0.0", "-o", "json:out", cwd=acme)
    assert ran.code == 3
    assert list((acme / "out").iterdir()) == []
    assert not [name for name in os.listdir(acme) if name.startswith(".out")]


def test_files_are_compared_by_path(acme: Path) -> None:
    place = "./policies/acme/privacy"
    ran = policykit("diff", f"{place}/1.0.0.yaml", f"{place}/2.0.0.yaml", "-o", "json", cwd=acme)
    assert ran.json("diff")["verdict"] == "broader"
    again = policykit(
        "decide", f"{place}/2.0.0.yaml", "--recipient", "public", "-o", "json", cwd=acme
    )
    assert again.json("decision")["outcome"] == "depends"


def test_the_nearest_policies_folder_is_found_from_below(acme: Path) -> None:
    below = acme / "policies" / "acme" / "privacy"
    assert policykit("diff", "acme/privacy@1.0.0..2.0.0", cwd=below).code == 0


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "html"])
def test_output_is_the_same_bytes_whatever_the_surroundings(
    root: Path, tmp_path: Path, format_: str
) -> None:
    seen = set()
    for seed, locale, place in (
        ("0", "C", root),
        ("1", "C.UTF-8", tmp_path),
        ("7", "POSIX", root / "tests"),
    ):
        ran = policykit(
            "diff",
            "telegram/privacy@2024-09-22..2024-09-23",
            "-o",
            format_,
            "--policies",
            str(root / "policies"),
            cwd=place,
            PYTHONHASHSEED=seed,
            LC_ALL=locale,
            COLUMNS="40",
        )
        seen.add(ran.out)
    assert len(seen) == 1


def test_a_reader_that_goes_away_is_no_traceback(acme: Path) -> None:
    command = f"{sys.executable} -m policykit diff acme/privacy@1.0.0..2.0.0 -o json | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=acme, check=False)
    assert b"Traceback" not in done.stderr


def test_a_jurisdiction_narrows_the_report(acme: Path) -> None:
    ran = policykit(
        "diff", "acme/privacy@1.0.0..2.0.0", "--jurisdiction", "DE", "-o", "json", cwd=acme
    )
    found = ran.json("diff")
    assert found["jurisdictions"] == [{"jurisdictions": {"terms": ["DE"]}, "verdict": "broader"}]
    assert found["disclosures"][0]["jurisdictions"] == {"terms": ["DE"]}


def test_a_question_with_more_than_one_answer_is_split_exactly(acme: Path) -> None:
    ran = policykit("decide", "acme/privacy@2.0.0", "--jurisdiction", "BR", "-o", "json", cwd=acme)
    found = ran.json("decision")
    assert found["outcome"] == "depends"
    assert {case["outcome"] for case in found["cases"]} == {"permitted", "unstated"}
    assert "permitted" in policykit("decide", "acme/privacy@2.0.0", cwd=acme).out


def test_a_report_is_in_the_language_that_is_asked_for(acme: Path) -> None:
    asked = ("diff", "acme/privacy@1.0.0..2.0.0", "--lang", "es")
    text = policykit(*asked, cwd=acme).out
    assert "Veredicto   más amplia: permite más que antes" in text
    assert "En todos los países, Acme puede ahora comunicar" in text
    assert "al público" in text
    assert "### Comunicaciones de datos" in policykit(*asked, "-o", "markdown", cwd=acme).out
    spanish = policykit(*asked, "-o", "json", cwd=acme).json("diff")
    english = policykit(*asked[:2], "-o", "json", cwd=acme).json("diff")
    assert policykit(*asked[:3], "es-MX", "-o", "json", cwd=acme).json("diff") == spanish
    for format_ in ("text", "markdown", "html"):
        regional = policykit(*asked[:3], "es-MX", "-o", format_, cwd=acme).out
        assert regional == policykit(*asked, "-o", format_, cwd=acme).out
    assert spanish.pop("language") == "es"
    assert "language" not in english
    for one, other in zip(spanish["disclosures"], english["disclosures"], strict=True):
        assert one.pop("sentence") != other.pop("sentence")
    assert spanish == english


def test_a_decision_is_in_the_language_that_is_asked_for(acme: Path) -> None:
    asked = ("decide", "acme/privacy@2.0.0", "--recipient", "third_party", "--lang")
    english, spanish = (policykit(*asked, one, cwd=acme).out for one in ("en", "es"))
    assert english.startswith("depends, under acme/privacy@2.0.0\n")
    assert "permitted: for email addresses to advertisers" in english
    assert policykit(*asked, "es-MX", cwd=acme).out == spanish
    assert spanish.startswith("depende, según acme/privacy@2.0.0\n")
    assert "permitido: en el caso de direcciones de correo electrónico a los anunciantes" in spanish
    assert "no clause speaks of it" not in spanish
