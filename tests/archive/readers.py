"""What each kind of reader sees of an archive's table, by the patterns that docs/scheduling.md gives."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from deltalake import DeltaTable

from pipelines import results


def seen_by_all(out: Path, table: str) -> int:
    """The rows that each kind of reader sees of a table: all see as many."""
    pattern = str(out / table / "*.parquet")
    counts = {
        "pyarrow": sum(pq.read_table(p).num_rows for p in (out / table).glob("*.parquet")),
        "pyarrow folder": ds.dataset(out / table, format="parquet").count_rows(),
        "pandas": len(pandas.read_parquet(out / table)),
        "polars": polars.scan_parquet(pattern).select(polars.len()).collect().item(),
        "duckdb": duckdb.sql(f"select count(*) from '{pattern}'").fetchall()[0][0],
        "delta": DeltaTable(str(out / table)).to_pyarrow_table().num_rows,
        "wiretrace": results.dataset(str(out), table).count_rows(),
    }
    assert len(set(counts.values())) == 1, counts
    return counts["delta"]
