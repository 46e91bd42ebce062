"""Published examples, and case files opened from and saved to the user's own disk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from calcinosis import Consultation, consult
from calcinosis.cases import load_cases, load_textbook_cases
from calcinosis.exchange import (
    CaseFileError,
    CaseRecord,
    read_case_file,
    replay_notes,
    write_json,
)
from calcinosis.pages import state
from calcinosis.pages.report import report_file
from calcinosis.pages.sheet import Sheet, sheet_of

_FAULTS_SHOWN = 4


def case_menu() -> None:
    """A popover with examples, open, save and report."""
    with st.popover(
        "Case", icon=":material/folder_open:", key="case_menu", on_change="rerun"
    ) as menu:
        if not menu.open:
            st.session_state["upload_faults"], st.session_state["records"] = (), ()
            return
        examples = load_cases()
        st.selectbox(
            "Try a published case",
            range(len(examples)),
            index=None,
            format_func=lambda number: case_title(examples[number]),
            placeholder="Type a diagnosis or an author",
            key="example",
            on_change=_open_example,
        )
        st.file_uploader(
            "Open a case file",
            type=None,
            key="upload",
            help="Cases or results in JSON or JSON lines, as this app or its command line writes "
            "them, or a table of cases in CSV, one row a case and one column a finding. "
            "The file is read in memory and not kept.",
            on_change=_open_upload,
        )
        for message in st.session_state.get("upload_faults", ()):
            st.markdown(f":red[{message}]")
        _choose_record()
        _downloads(state.sheet())


def _downloads(sheet: Sheet) -> None:
    """The case to be opened again, and the answer to be read or printed."""
    on, units = state.today(), state.shown_units()
    with st.container(key="downloads", horizontal=True, gap="small"):
        common = {"disabled": not len(sheet.case), "on_click": "ignore"}
        st.download_button(
            "Save this case",
            lambda: _written(sheet),
            file_name="calcinosis-case.json",
            mime="application/json",
            key="save",
            icon=":material/download:",
            help="A JSON file on your own disk, with findings, setting and prior only. What is not "
            "saved is gone when the page is closed or reloaded.",
            **common,
        )
        st.download_button(
            "Report",
            lambda: _reported(sheet, on, units),
            file_name="calcinosis-report.html",
            mime="text/html",
            key="report",
            icon=":material/description:",
            help="One sheet to read or print, on your own disk: all that was entered, the answer "
            "and every reason. Printing this page gives the same sheet.",
            **common,
        )
    if sheet.slips:
        st.caption("Entries marked as not used are not saved.")
    if any(sheet.bound(lab_id) for lab_id in sheet.bounds):
        st.caption("Of a result like “<5” the state is saved: low, normal or high.")


def case_title(record: CaseRecord) -> str:
    """What the authors state, and where."""
    stated = record.answer.stated if record.answer and record.answer.stated else record.id
    source = record.source.get("citation", "")
    return f"{stated[:1].upper()}{stated[1:]} ({source})" if source else stated


def origin_line(answer: Consultation) -> None:
    """Which case was opened, with what its authors state, and whether its stored answer holds."""
    record = state.sheet().origin
    if record is None:
        return
    _replay_line(record, answer)
    if record.answer is None:
        return
    source = record.source
    address = str(source.get("url") or "")
    if source.get("doi"):
        address = f"https://doi.org/{source['doi']}"
    citation = str(source.get("citation", "")) or "source"
    name, stated = _plain(citation), _plain(record.answer.stated)
    link = f"[{name}]({address})" if address.startswith("https://") else name
    changed = ", changed" * (record.case != state.sheet().case)
    if record in load_textbook_cases():
        st.markdown(f":small[Written for teaching; not a patient{changed}: **{stated}**]")
        return
    kind = "Published case" if record in load_cases() else "From the file"
    st.markdown(f":small[{kind}{changed}. The authors state: **{stated}** ({link})]")


def _replay_line(record: CaseRecord, answer: Consultation) -> None:
    """That the case came with an answer, and what became of it; silent once an input changes."""
    if record.stored is None or not _is_as_opened(record, state.sheet()):
        return
    notes = replay_notes(record.stored, answer)
    for note in notes:
        st.markdown(f":orange-badge[:material/history: Stored result] :small[{_plain(note)}]")
    if not notes:
        st.markdown(":small[Stored result: answered again with the same result.]")


def _is_as_opened(record: CaseRecord, sheet: Sheet) -> bool:
    opened = sheet_of(record)
    now = (sheet.case, sheet.clinic, sheet.weights)
    return now == (opened.case, opened.clinic, opened.weights)


def _plain(text: str) -> str:
    """Text without what Markdown would take for markup."""
    return "".join(f"\\{letter}" if letter in r"\`*_[]()<>#|~$:" else letter for letter in text)


def _written(sheet: Sheet) -> str:
    origin = sheet.origin
    if origin and _is_as_opened(origin, sheet):
        return write_json([origin])
    return write_json(
        [CaseRecord("case", sheet.case, sheet.clinic, prior_weights=dict(sheet.weights))]
    )


def _reported(sheet: Sheet, on: date, units: Mapping[str, str]) -> str:
    answer = consult(sheet.case, sheet.clinic, prior_weights=sheet.weights)
    return report_file(sheet, answer, on, units)


def _open_example() -> None:
    number = st.session_state["example"]
    if number is not None:
        _open(load_cases()[number])


def _open(record: CaseRecord) -> None:
    state.open_record(record)
    st.session_state["case_menu"] = False


def _open_upload() -> None:
    upload = st.session_state["upload"]
    st.session_state["upload_faults"], st.session_state["records"] = (), ()
    if upload is None:
        return
    try:
        file = read_case_file(upload.getvalue(), upload.name)
    except CaseFileError as error:
        _refuse(error)
        return
    if not file.records:
        _refuse(*file.errors)
        return
    if len(file.records) > 1:
        st.session_state["records"] = file.records
    elif file.errors:
        state.open_record(file.records[0])
    else:
        _open(file.records[0])
    _refuse(*file.errors)


def _refuse(*errors: CaseFileError) -> None:
    lines = [line for error in errors for line in str(error).splitlines()]
    shown = tuple(_plain(line[:400]) for line in lines[:_FAULTS_SHOWN])
    if len(lines) > _FAULTS_SHOWN:
        shown += (f"and {len(lines) - _FAULTS_SHOWN} more.",)
    st.session_state["upload_faults"] = shown


def _choose_record() -> None:
    records = st.session_state.get("records", ())
    if records:
        st.selectbox(
            f"The file holds {len(records)} cases",
            range(len(records)),
            index=None,
            format_func=lambda number: f"{number + 1}. {case_title(records[number])}",
            key="record",
            on_change=_open_chosen,
        )


def _open_chosen() -> None:
    number = st.session_state["record"]
    if number is not None:
        _open(st.session_state["records"][number])
