"""What is entered stays in this process: no file, no other host, no log, no address."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from calcinosis import consult
from calcinosis.case import LabResult, reference_interval, search
from calcinosis.reasoning import default_model
from calcinosis.reasoning.reweighing import _kept

ROOT = Path(__file__).parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
SOURCES = sorted([ROOT / "app.py", *(ROOT / "calcinosis").rglob("*.py")])
_WATCHED = """
import sys, os

def refuse(event, args):
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        if str(args[0]) != os.devnull:
            raise AssertionError(f"a file is written: {args[0]}")
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen"):
        raise AssertionError(f"{event} {args}")

"""


def _run_watched(code):
    """Run code in a process in which writing a file or calling a host is an error."""
    return subprocess.run(
        [sys.executable, "-B", "-c", _WATCHED + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_case_is_answered_without_a_file_written_or_a_host_called():
    done = _run_watched(
        "import io\n"
        "from calcinosis.__main__ import main\n"
        "sys.addaudithook(refuse)\n"
        'case = \'{"raynaud": true, "phosphate": {"value": 2, "unit": "mmol/L"}}\'\n'
        "out = io.StringIO()\n"
        "assert main(['classify', '-'], io.StringIO(case), out) == 0\n"
        "assert 'Dystrophic' in out.getvalue()\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_case_is_entered_on_the_page_without_a_file_written_or_a_host_called_or_a_value_logged():
    """In the test driver of Streamlit, so without its server; the browser tests watch that."""
    done = _run_watched(
        "from streamlit.testing.v1 import AppTest\n"
        "app = AppTest.from_file('app.py', default_timeout=60)\n"
        "app.run()\n"
        "sys.addaudithook(refuse)\n"
        "app.text_input(key='age_years').set_value('73.25').run()\n"
        "app.button_group(key='group').set_value('history').run()\n"
        "app.button_group(key='raynaud').set_value(True).run()\n"
        "assert not app.exception, app.exception\n"
        "assert not app.query_params\n"
        "assert '73.25' in str(app.session_state['sheet'])\n"
    )
    assert done.returncode == 0, done.stderr
    assert "73.25" not in done.stdout + done.stderr
    assert "raynaud" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("browser", "gatherUsageStats", False),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
        ("server", "address", "127.0.0.1"),
        ("server", "allowedHosts", ["127.0.0.1", "localhost"]),
        ("server", "enableCORS", True),
        ("server", "enableXsrfProtection", True),
        ("server", "enableStaticServing", False),
    ],
)
def test_the_server_is_shut_to_others_and_shows_no_traceback(section, key, value):
    assert CONFIG[section][key] == value


_NETWORK = {"requests", "httpx", "urllib", "http", "socket", "ftplib", "smtplib", "aiohttp"}
_LOGS = {"logging", "pickle", "shelve", "sqlite3", "tempfile"}


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_no_module_can_call_a_host_or_keep_a_log():
    found = {
        (path.name, name)
        for path in SOURCES
        for name in _imports(ast.parse(path.read_text(encoding="utf-8")))
        if name in _NETWORK | _LOGS
    }
    assert found == set()


def test_no_page_puts_anything_into_the_address():
    for path in (ROOT / "app.py", *(ROOT / "calcinosis" / "pages").glob("*.py")):
        assert not re.search(r"query_params|bind=", path.read_text(encoding="utf-8")), path.name


def test_no_page_that_knows_the_patient_keeps_anything_for_other_visitors():
    """What is cached for all visitors may hold knowledge, never what one of them entered."""
    knows = re.compile(r"\bsheet\(\)|\bconsult\(|\bSheet\b")
    for path in (ROOT / "calcinosis" / "pages").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        if knows.search(source):
            assert not re.search(r"cache_data|cache_resource", source), path.name


_CACHES = {"cache", "lru_cache", "cache_data", "cache_resource"}
_SHARED = {
    "knowledge and packaged cases, read or worked out once": {
        "case_counts.load_case_counts",
        "cases.load_cases",
        "cases.load_comparators",
        "cases.load_lessons",
        "cases.load_textbook_cases",
        "cases.load_validation",
        "compiling.default_model",
        "dependence.dependence",
        "evidence_finding.pooling",
        "evidence_method._audit",
        "held_out._judge",
        "held_out._model",
        "held_out._part_of",
        "held_out._parts",
        "held_out.judgement_at",
        "held_out.right_type_probabilities",
        "practice._by_id",
        "reader.load_knowledge",
        "weight_audit.audit_weight",
    },
    "by a cause, a state or a number of the knowledge": {
        "cause_sites._figure",
        "learn_classification._shares",
        "learn_portrait._bars",
        "learn_reasons._tables",
        "outcomes._logs_by_themselves",
        "reweighing._kept",
        "spread._grid",
        "uncertainty._noise",
    },
    "drawings": {"drawing.load_drawing", "drawings._places"},
}
"""What is kept for all visitors, by what it holds; none of it is told what one of them entered."""


def _named(node):
    """The last name of what is called or stands as a decorator."""
    node = node.func if isinstance(node, ast.Call) else node
    return getattr(node, "attr", getattr(node, "id", ""))


def _caching(path):
    """The functions of a module that remember, or call what makes another one remember."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
            if any(_named(one) in _CACHES for one in (*node.decorator_list, *inside)):
                module = path.parent.name if path.stem == "__init__" else path.stem
                yield f"{module}.{node.name}"


def test_only_what_holds_no_patient_is_remembered_from_one_call_to_the_next():
    found = {one for path in SOURCES for one in _caching(path)}
    assert found == set().union(*_SHARED.values())


def test_what_is_looked_for_and_the_age_are_not_remembered():
    for one in (search, reference_interval):
        assert not hasattr(one, "cache_info")


def test_what_findings_say_by_themselves_is_remembered_of_single_states_without_a_number():
    consult({"age_years": 73.25, "phosphate": {"value": 5.3, "unit": "mg/dL"}, "pain": True,
             "region": ["hand", "finger"], "raynaud": False}).to_dict()  # fmt: skip
    said, _ = _kept(default_model())
    assert said
    for _, *answers_and_state in said:
        for one in answers_and_state:
            assert one is None or isinstance(one, (bool, str, tuple, LabResult))
            assert not isinstance(one, tuple) or len(one) == 1
            assert not isinstance(one, LabResult) or one == LabResult(state=one.state)
