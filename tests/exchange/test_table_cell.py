"""An id that a spreadsheet would run as a formula is written harmless and read back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis import consult
from calcinosis.exchange import read_records, result_table
from calcinosis.exchange.table_cell import cell_of, text_of

FORMULAS = ("=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\uff1d1", "'=1", "''@x")


@pytest.mark.parametrize("record_id", FORMULAS)
def test_no_id_of_a_result_table_can_be_run_and_each_is_read_back(record_id):
    answer = consult({"raynaud": True}, draws=2)
    (row,) = csv.DictReader(io.StringIO(result_table([(record_id, answer)])))
    assert row["id"].startswith("'")
    table = io.StringIO()
    csv.writer(table).writerows([("id", "raynaud"), (row["id"], "yes")])
    (record,) = read_records(table.getvalue(), "cases.csv")
    assert record.id == record_id


@pytest.mark.parametrize("record_id", ["case-12", "Smith 2019, 3", "'tis", "1-2"])
def test_plain_id_is_written_as_it_is(record_id):
    assert cell_of(record_id) == record_id


@given(st.text("'=+-@a\t\r ", max_size=6))
def test_every_text_comes_back_unchanged(text):
    assert text_of(cell_of(text)) == text
