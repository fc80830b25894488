"""The schemas in a real editor's server: what it marks, what it offers, what it tells."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from policykit.jurisdictions import atlas
from policykit.model import KINDS, SELECTORS
from policykit.schema import fields_of
from policykit.vocabulary import vocabulary
from tests import language_server
from tests.conftest import ROOT
from tests.language_server import Server, serving
from tests.regenerate_schemas import TARGET
from tests.running import policykit

LIBRARY = ROOT / "policykit" / "schemas"
BOTH = pytest.mark.parametrize("folder", [LIBRARY, TARGET], ids=["library", "editor"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("policies")) as running:
        yield running


def head(folder: Path, name: str = "version") -> str:
    """The first line of a file, which names its schema."""
    return f"# yaml-language-server: $schema={folder / f'{name}-1.json'}\n"


def clauses(text: str, folder: Path = TARGET) -> str:
    return f"{head(folder)}format: 1\npolicy: acme/privacy\nclauses:\n{text}"


@BOTH
@pytest.mark.parametrize("name", ["policy", "1.0.0", "16.0.0"])
def test_a_good_file_has_no_marks(server: Server, folder: Path, name: str) -> None:
    text = (ROOT / "policies" / "telegram" / "privacy" / f"{name}.yaml").read_text("utf-8")
    _, _, rest = text.partition("\n")
    schema = "policy" if name == "policy" else "version"
    assert server.open(head(folder, schema) + rest) == []


def test_the_schema_may_be_named_by_a_path_from_the_file(server: Server, tmp_path: Path) -> None:
    policy = tmp_path / "policies" / "acme" / "privacy" / "1.0.0.yaml"
    policy.parent.mkdir(parents=True)
    schema = os.path.relpath(LIBRARY / "version-1.json", policy.parent)
    text = (
        f"# yaml-language-server: $schema={schema}\nformat: 1\npolicy: acme/privacy\nclaims: []\n"
    )
    marks = [message for _, message in server.open(text, policy)]
    assert "Property claims is not allowed." in marks


@BOTH
def test_an_unknown_field_is_marked_where_it_stands(server: Server, folder: Path) -> None:
    text = clauses(
        "  - id: a\n    kind: disclosure\n    recipient: [processor]\n"
        "  - id: b\n    kind: right\n    rights: [access]\n    effect: required\n",
        folder,
    )
    assert server.open(text) == [
        (7, "Property recipient is not allowed."),
        (11, "Property effect is not allowed."),
    ]


@BOTH
def test_a_wrong_kind_is_marked_where_it_stands(server: Server, folder: Path) -> None:
    ((line, message),) = server.open(clauses("  - id: a\n    kind: disclosur\n", folder))
    assert line == 6
    assert '"disclosure"' in message


@BOTH
def test_fields_that_need_others_are_marked(server: Server, folder: Path) -> None:
    text = clauses(
        "  - id: a\n    kind: notice\n    recipients: [processor]\n"
        "  - id: b\n    kind: use\n    otherwise: true\n",
        folder,
    )
    (narrowed, otherwise) = server.open(text)
    assert (narrowed[0], "applies_to" in narrowed[1]) == (5, True)
    assert (otherwise[0], '"effect"' in otherwise[1]) == (8, True)


@BOTH
@pytest.mark.parametrize("kind", KINDS)
def test_a_clause_is_offered_the_fields_of_its_kind(
    server: Server, folder: Path, kind: str
) -> None:
    given = "    rights: [access]\n" if kind == "right" else ""
    text = clauses(f"  - id: a\n    kind: {kind}\n{given}    |\n", folder)
    offered = server.complete(text)
    expected = set(fields_of(kind)) - {"id", "kind", *(["rights"] if given else [])}
    # The server also offers the whole clause under the name of its definition.
    assert {name for name in offered if offered[name]} - {kind} == expected
    assert all(offered[name] for name in expected)


@BOTH
def test_kinds_are_offered_with_what_they_are(server: Server, folder: Path) -> None:
    offered = server.complete(clauses("  - id: a\n    kind: |\n", folder))
    assert list(offered) == list(KINDS)
    assert offered["disclosure"].startswith("A rule about giving personal data to a recipient")


@pytest.mark.parametrize("field", ["recipients: [|]", "recipients:\n      - |"])
def test_terms_are_offered_with_what_they_mean(server: Server, field: str) -> None:
    offered = server.complete(clauses(f"  - id: a\n    kind: disclosure\n    {field}\n"))
    shipped = vocabulary().lists["recipients"]
    assert set(shipped) <= set(offered)
    assert shipped["police"].description in offered["police"]


def test_a_term_of_the_policys_own_is_not_marked(server: Server) -> None:
    text = "  - id: a\n    kind: disclosure\n    recipients: [google]\n    when: {paying: true}\n"
    assert server.open(clauses(text)) == []


def test_conditions_and_their_terms_are_offered(server: Server) -> None:
    begun = "  - id: a\n    kind: disclosure\n"
    offered = server.complete(clauses(f"{begun}    when:\n      |\n"))
    assert {*vocabulary().conditions, *SELECTORS} <= set(offered)
    for field in ("when: {instrument: [|]}", "unless:\n      - instrument: [|]"):
        offered = server.complete(clauses(f"{begun}    {field}\n"))
        assert set(vocabulary().lists["instrument"]) <= set(offered)


def test_commitments_and_their_values_are_offered(server: Server) -> None:
    begun = "  - id: a\n    kind: disclosure\n    commitments:\n      "
    offered = server.complete(clauses(f"{begun}|\n"))
    assert set(vocabulary().commitments) <= set(offered)
    offered = server.complete(clauses(f"{begun}user_notice: |\n"))
    assert set(vocabulary().commitments["user_notice"].levels) <= set(offered)


def test_a_value_that_a_commitment_cannot_take_is_marked(server: Server) -> None:
    begun = "  - id: a\n    kind: disclosure\n    commitments:\n"
    text = clauses(f"{begun}      legal_review: P3M\n      retention_max: P3M\n")
    assert [line for line, _ in server.open(text)] == [8]


def test_currencies_are_offered_by_name(server: Server) -> None:
    begun = "  - id: a\n    kind: liability\n    commitments:\n"
    text = clauses(f"{begun}      liability_cap: {{amount: 100, currency: |}}\n")
    assert server.complete(text)["CHF"] == "Swiss Franc"
    assert server.open(text.replace("|", "CHF")) == []
    assert [line for line, _ in server.open(text.replace("|", "UKP"))] == [8]


def test_places_are_offered_by_name(server: Server) -> None:
    text = clauses("  - id: a\n    kind: use\n    jurisdictions: [|]\n")
    offered = server.complete(text)
    # In quotes, for readers of the YAML of old; without them NO is Norway as well.
    assert (offered['"NO"'], offered["EU"]) == ("Norway", atlas().groups["EU"].title)
    assert server.open(text.replace("|", "NO")) == []


def test_the_manual_shows_where_the_pointer_rests(server: Server) -> None:
    begun = "  - id: a\n    kind: disclosure\n"
    told = server.hover(clauses(f"{begun}    personal|_data: [ip_address]\n"))
    assert told.startswith("Which data the clause is about")
    told = server.hover(clauses(begun.replace("disclo", "disclo|")))
    assert "giving personal data to a recipient" in told
    told = server.hover(clauses(f"{begun}    personal_data: [ip_a|ddress]\n"))
    assert vocabulary().lists["personal_data"]["ip_address"].description in told
    told = server.hover(clauses(f"{begun}    when: {{instru|ment: [court_order]}}\n"))
    assert vocabulary().conditions["instrument"].description in told


@BOTH
def test_a_policy_file_is_offered_its_fields(server: Server, folder: Path) -> None:
    text = f"{head(folder, 'policy')}format: 1\n|\n"
    offered = server.complete(text)
    assert {"id", "kind", "title", "publisher", "languages", "vocabulary"} <= set(offered)
    assert offered["languages"].startswith("The languages that the clauses' texts")


def test_own_terms_are_offered_what_they_may_stand_under(server: Server) -> None:
    text = (
        f"{head(TARGET, 'policy')}format: 1\nvocabulary:\n  recipients:\n"
        "    google: {title: Google LLC, broader: [|]}\n"
    )
    assert {"processor", "police"} <= set(server.complete(text))


def test_without_npm_the_tests_of_the_editor_fail_in_ci_and_say_so_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="node and npm are not on the path"):
        language_server.installed()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="node and npm are not on the path"):
        language_server.installed()


def line_of(path: Path) -> str:
    """The first line of a file, and the schema that it names, found from the file itself."""
    line = path.read_text("utf-8").partition("\n")[0]
    assert line.startswith("# yaml-language-server: $schema=")
    schema = path.parent / line.partition("=")[2]
    assert schema.is_file()
    assert not Path(line.partition("=")[2]).is_absolute()
    return str(schema.resolve())


def test_the_schema_for_editors_is_printed() -> None:
    for name in ("policy", "version"):
        ran = policykit("schema", name, "--editor")
        assert ran.code == 0
        assert ran.out == (TARGET / f"{name}-1.json").read_text("utf-8")
        assert json.loads(ran.out)["$schema"] == "http://json-schema.org/draft-07/schema#"
        assert policykit("schema", name).out == (LIBRARY / f"{name}-1.json").read_text("utf-8")
    ran = policykit("schema", "diff", "--editor")
    assert ran.code == 2
    assert "there is no schema for editors 'diff'; there are policy, version" in ran.err


@pytest.mark.parametrize(
    "file", sorted((ROOT / "policies").rglob("*.yaml")), ids=lambda one: one.stem
)
def test_every_shipped_file_names_the_schema_that_completes_words(file: Path) -> None:
    name = "policy" if file.name == "policy.yaml" else "version"
    assert line_of(file) == str(TARGET / f"{name}-1.json")


def test_what_init_and_import_write_is_completed_in_an_editor(
    server: Server, tmp_path: Path
) -> None:
    made = policykit(
        "init", "acme/privacy", "--publisher", "Acme", "--title", "Privacy", cwd=tmp_path
    )
    assert made.code == 0, made.err
    assert "wrote policies/schemas/version-1.json\n" in made.out
    (tmp_path / "one.md").write_text("# 1. Orders\n\nWe answer court orders.\n", "utf-8")
    ran = policykit("import", "acme/privacy", "one.md", "--published", "2025-02-01", cwd=tmp_path)
    assert ran.code == 0, ran.err
    folder = tmp_path / "policies" / "acme" / "privacy"
    files = sorted(folder.iterdir())
    assert [one.name for one in files] == ["1.0.0.yaml", "draft.yaml", "policy.yaml"]
    for file in files:
        name = "policy" if file.name == "policy.yaml" else "version"
        assert line_of(file) == str((tmp_path / f"policies/schemas/{name}-1.json").resolve())
        text = file.read_text("utf-8")
        assert server.open(text, file) == []
    draft = (folder / "draft.yaml").read_text("utf-8")
    wanted = draft.replace("recipients: [processor]", "recipients: [|]")
    assert "law_enforcement" in server.complete(wanted, folder / "wanted.yaml")
    wrong = draft.replace("recipients:", "recipient:")
    assert [message for _, message in server.open(wrong, folder / "wrong.yaml")] == [
        "Property recipient is not allowed."
    ]


def test_the_schemas_that_are_there_are_left_as_they_are(tmp_path: Path) -> None:
    schemas = tmp_path / "policies" / "schemas"
    schemas.mkdir(parents=True)
    (schemas / "version-1.json").write_text("{}")
    made = policykit(
        "init", "acme/privacy", "--publisher", "Acme", "--title", "Privacy", cwd=tmp_path
    )
    assert made.code == 0, made.err
    assert (schemas / "version-1.json").read_text() == "{}"
    assert "wrote policies/schemas/policy-1.json\n" in made.out
    again = policykit("init", "acme/terms", "--publisher", "Acme", "--title", "Terms", cwd=tmp_path)
    assert "schemas" not in again.out
    assert policykit("validate", "policies", cwd=tmp_path).code == 0


def test_a_policy_that_cannot_be_begun_leaves_no_schemas(tmp_path: Path) -> None:
    made = policykit(
        "init", "acme/privacy", "--publisher", "Ac\x07me", "--title", "Privacy", cwd=tmp_path
    )
    assert made.code == 2
    assert list(tmp_path.iterdir()) == []
