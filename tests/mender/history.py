# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the history of a test's own Parlance, for what no fact tells row by row."""

import sqlite3
from collections import Counter
from contextlib import closing


def ask(cli, query, *values):
    path = next(cli.folder.rglob("history.db"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as history:
        return history.execute(query, values).fetchall()


def outcomes(cli, deployment):
    """{outcome: attempts} of a deployment's id."""
    return Counter(dict(ask(cli, "SELECT outcome, count (*) FROM attempt WHERE rollout = ? GROUP BY 1", deployment)))


def stage(cli, deployment, number=1):
    """A stage's counts."""
    names = ("total", "succeeded", "failed", "cancelled", "running", "waiting", "progress")
    rows = ask(cli, f"SELECT {', '.join(names)} FROM stage WHERE rollout = ? AND id = ?", deployment, f"{deployment}/{number}")
    return dict(zip(names, rows[0])) if rows else None
