"""The command line, by its streams and exit codes."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from calcinosis import __version__
from calcinosis.__main__ import main
from calcinosis.cases import load_cases
from calcinosis.exchange import write_jsonl
from calcinosis.knowledge import load_knowledge, read_case_counts

SCLERODERMA = {"age_years": 54, "sex": "female", "region": ["finger"], "sclerodactyly": True}
LINE = json.dumps({"id": "A", "case": SCLERODERMA})


def run(*argv, stdin=""):
    out, err = io.StringIO(), io.StringIO()
    code = main(argv, io.StringIO(stdin), out, err)
    return code, out.getvalue(), err.getvalue()


def test_one_case_in_json_gives_one_result_object():
    code, out, err = run("classify", "-", "--format", "json", stdin=LINE)
    result = json.loads(out)
    assert (code, err) == (0, "")
    assert result["id"] == "A"
    assert result["leading_type"] == "dystrophic"
    assert sum(result["types"].values()) == pytest.approx(1, abs=1e-12)
    assert {"schema_version", "app_version", "knowledge_version", "intervals", "red_flags"} < set(
        result
    )


def test_several_cases_in_json_give_a_list_and_in_json_lines_a_line_each():
    cases = f"[{LINE}, {json.dumps(SCLERODERMA)}]"
    assert [
        r["id"] for r in json.loads(run("classify", "-", "--format", "json", stdin=cases)[1])
    ] == [
        "A",
        "case-2",
    ]
    lines = run("classify", "-", "--format", "jsonl", stdin=cases)[1].splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["A", "case-2"]


def test_a_result_is_accepted_as_a_case_and_gives_the_same_result():
    first = run("classify", "-", "--format", "json", stdin=LINE)[1]
    assert run("classify", "-", "--format", "json", stdin=first) == (0, first, "")


def test_csv_has_one_row_a_case():
    lines = f"{LINE}\n{json.dumps(SCLERODERMA)}\n"
    code, out, _ = run("classify", "-", "--format", "csv", stdin=lines)
    first, second = csv.DictReader(io.StringIO(out))
    assert code == 0
    assert {**first, "id": ""} == {**second, "id": ""}
    assert (first["id"], first["conclusive"], first["leading_type"]) == ("A", "true", "dystrophic")
    assert first["leading_aetiology"] == "systemic_sclerosis"
    assert sum(float(first[t]) for t in load_knowledge().types) == pytest.approx(1)
    assert first["warnings"] == "0"


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv"])
def test_every_form_of_a_result_carries_the_versions_it_was_made_with(form):
    out = run("classify", "-", "--format", form, stdin=LINE)[1]
    assert __version__ in out
    assert load_knowledge().version in out


def test_text_is_the_default_and_says_what_the_answer_is_for():
    code, out, _ = run("classify", "-", stdin=f"{LINE}\n{LINE}\n")
    assert code == 0
    assert out.count("Decision support for clinicians: options, not a diagnosis.\n") == 2
    assert out.startswith("A\n=\n")


def test_the_clinic_option_wins_over_the_record_and_other_means_any():
    def clinic_of(stated, *option):
        case = json.dumps({"case": SCLERODERMA, **({"clinic": stated} if stated else {})})
        return json.loads(run("classify", "-", "--format", "json", *option, stdin=case)[1])[
            "clinic"
        ]

    assert clinic_of("nephrology", "--clinic", "dermatology") == "dermatology"
    assert clinic_of("nephrology") == "nephrology"
    assert clinic_of("nephrology", "--clinic", "other") == "any"
    assert clinic_of("other") == clinic_of(None) == "any"


@pytest.mark.parametrize("name", ["cohort.csv", "cohort.json", "cohort.jsonl"])
def test_a_file_is_read_by_its_content_and_extension(tmp_path, name):
    content = {
        "cohort.csv": "id,raynaud\nA,yes\n",
        "cohort.json": '{"id": "A", "case": {"raynaud": true}}',
        "cohort.jsonl": '{"id": "A", "case": {"raynaud": true}}\n',
    }[name]
    (tmp_path / name).write_text(content)
    code, out, _ = run("classify", str(tmp_path / name), "--format", "jsonl")
    assert code == 0
    assert json.loads(out)["case"] == {"raynaud": True}


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            '{"calcium_total": {"value": 9.2, "unit": "mmol/L"}}',
            "error: calcium_total 9.2 mmol/L is not plausible (allowed ",
        ),
        (f'[{LINE}, {{"pain": "yes"}}]', "error: case 2: pain 'yes' is not allowed (allowed true"),
        ('{"pain": tru}', "error: this is not JSON"),
        ("hello, world", "error: line 1: this is not a table of cases"),
    ],
)
def test_bad_input_gives_an_error_exit_code_2_and_nothing_half_written(form, content, words):
    code, out, err = run("classify", "-", "--format", form, stdin=content)
    assert (code, out) == (2, "")
    assert err.startswith(words)
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_bad_line_is_named_and_the_other_lines_are_answered(form):
    lines = f'{LINE}\n{{"case": {{"age_years": "old"}}}}\n{LINE}\n'
    code, out, err = run("classify", "-", "--format", form, stdin=lines)
    results = json.loads(out) if form == "json" else [json.loads(one) for one in out.splitlines()]
    assert code == 2
    assert [result["id"] for result in results] == ["A", "A"]
    assert err.startswith("error: line 2: age_years 'old' is not allowed (allowed 0 to ")


def test_lines_that_are_all_bad_leave_the_output_empty():
    code, out, err = run("classify", "-", "--format", "json", stdin='{"pain": 3}\n{"pain": 4}\n')
    assert (code, out, len(err.splitlines())) == (2, "", 2)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (
            ["classify", "-", "--clinic", "derm"],
            "'derm' is not a clinic (allowed any | dermatology",
        ),
        (["classify", "-", "--clinic", "derm"], "did you mean dermatology?"),
        (["classify", "-", "--format", "xml"], "invalid choice: 'xml'"),
        (["classify"], "FILE"),
        ([], "COMMAND"),
        (
            ["classify", "no-such-file.json"],
            "file 'no-such-file.json' cannot be read (No such file",
        ),
        (["classify", "."], "file '.' cannot be read"),
        (["evaluate", "--cross-validate", "1"], "1 parts are not possible, allowed: 2 to "),
        (["evaluate", "--cross-validate", "few"], "invalid int value: 'few'"),
        (["fit", "--output", "no-such-folder/counts.csv"], "cannot be written (No such file"),
    ],
)
def test_a_command_that_cannot_be_followed_is_explained(argv, words):
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert words in err


def test_version_and_help_are_given():
    assert run("--version") == (0, f"calcinosis {__version__}\n", "")
    code, out, _ = run("--help")
    assert code == 0
    for word in ("classify", "evaluate", "fit", "options, not a diagnosis"):
        assert word in out


def test_evaluate_scores_the_packaged_cases_by_parts_and_tells_how():
    code, out, _ = run("evaluate", "--cross-validate", "4", "--seed", "1", "--format", "json")
    result = json.loads(out)
    assert code == 0
    assert result["fitted"] == "cross-validated in 4 parts by source, seed 1"
    assert result["clinic"] == "as recorded"
    assert result["n"] == len(load_cases()) == result["type_top1"]["n"]
    assert result["with_clinic_any"]["n"] == result["n"]
    assert result["type_top1"]["share"] > 0.79
    assert result["aetiology_top3"]["share"] > 0.80
    assert result["log_loss"] < 0.60


def test_evaluate_tells_when_the_scores_flatter():
    _, out, _ = run("evaluate")
    counted = f"fitted on {len(load_cases())} packaged cases"
    assert (counted in out) == ("so the scores flatter: see --cross-validate" in out)


def test_evaluate_takes_a_file_and_one_clinic_for_all(tmp_path):
    path = tmp_path / "some.jsonl"
    path.write_text(write_jsonl(load_cases()[:12]))
    code, out, _ = run("evaluate", str(path), "--clinic", "any", "--format", "json")
    result = json.loads(out)
    assert (code, result["n"], result["clinic"]) == (0, 12, "any")
    assert result["log_loss"] == result["with_clinic_any"]["log_loss"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINE, "1 of 1 cases have no answer (A; allowed {"),
        ('{"id": "A", "case": {}, "answer": {"type": "tumour"}}', "A: type 'tumour' is unknown"),
        ('{"id": "A", "case": {"pain": 1}}\n{"case": {}}', "line 1: pain 1 is not allowed"),
    ],
)
def test_cases_that_cannot_be_scored_are_refused_as_a_whole(line, words):
    code, out, err = run("evaluate", "-", stdin=line)
    assert (code, out) == (2, "")
    assert words in err


def test_fit_counts_every_packaged_case_and_writes_the_same_bytes_again(tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    code, out, _ = run("fit", "--output", str(first))
    run("fit", "--output", str(second))
    counts = read_case_counts(first.read_text().splitlines())
    assert code == 0
    assert f"{len(load_cases())} cases" in out
    assert counts.cases == len(load_cases())
    assert counts.any_of("systemic_sclerosis", "raynaud")
    assert first.read_bytes() == second.read_bytes()


def test_an_id_that_stands_twice_is_told_in_the_result_and_beside_it():
    code, out, err = run("classify", "-", "--format", "jsonl", stdin=f"{LINE}\n{LINE}\n{{}}\n")
    first, second, other = map(json.loads, out.splitlines())
    note = "The id stands 2 times in this file: which result is whose?"
    assert (code, err) == (0, f"warning: A: {note}\n")
    assert first["warnings"] == second["warnings"] == [note]
    assert other["warnings"] == []


def test_validate_cases_lists_every_fault_of_a_bank():
    assert run("validate-cases")[:2] == (0, f"{len(load_cases())} cases, no fault\n")
    code, out, err = run("validate-cases", "-", stdin=LINE)
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "error: A: no source, allowed: at least one of citation, doi, pmid, pmcid, url",
        "error: A: no answer, allowed: what the authors concluded",
    ]


def test_the_process_answers_on_its_own_streams_without_a_page_or_a_chart_library():
    code = (
        "import sys, runpy\n"
        "sys.argv = ['calcinosis', 'classify', '-', '--format', 'json']\n"
        "try: runpy.run_module('calcinosis', run_name='__main__')\n"
        "except SystemExit as leaving: assert leaving.code == 0, leaving.code\n"
        "assert not {'streamlit', 'plotly', 'pandas'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=LINE.encode(), capture_output=True, check=False
    )
    assert done.stderr == b""
    assert json.loads(done.stdout)["id"] == "A"


def test_the_process_ends_with_2_on_bad_input_and_prints_where_the_terminal_has_no_sign_for_times():
    def process(content):
        return subprocess.run(
            [sys.executable, "-m", "calcinosis", "classify", "-"],
            input=content.encode(),
            capture_output=True,
            check=False,
            env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        )

    bad, good = process('{"pain": "yes"}'), process(LINE)
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert bad.stderr.startswith(b"error: pain 'yes' is not allowed")
    assert (good.returncode, good.stderr) == (0, b"")


def test_comparing_without_the_packages_for_development_says_what_to_install(tmp_path, monkeypatch):
    def missing(*_):
        raise ModuleNotFoundError("No module named 'sklearn'", name="sklearn")

    monkeypatch.setattr("calcinosis.command_line.rewriting.comparison_report", missing)
    code, out, err = run("compare", "--output", str(tmp_path / "comparators.json"))
    assert (code, out) == (2, "")
    assert "sklearn is not installed" in err
    assert "requirements-dev.txt" in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the full disk of Linux")
def test_a_full_disk_gives_one_line_and_an_exit_code(unbuffered):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "calcinosis", "classify", "-", "--format", "json"],
            input=LINE.encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env={"PYTHONUNBUFFERED": unbuffered},
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"error: the output could not be written whole (No space left")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_ends_early_gives_one_line_and_an_exit_code(unbuffered):
    process = subprocess.Popen(
        [sys.executable, "-m", "calcinosis", "classify", "-", "--format", "json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONUNBUFFERED": unbuffered},
    )
    process.stdout.close()
    process.stdin.write(LINE.encode())
    process.stdin.close()
    err = process.stderr.read()
    assert process.wait() == 1
    assert err.startswith(b"error: the output could not be written whole (Broken pipe)")
    assert len(err.splitlines()) == 1


def test_an_output_that_is_closed_from_the_start_is_told():
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m calcinosis classify - >&-"],
        input=LINE.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == b"error: the output is closed: there is nowhere to write the answer to\n"
