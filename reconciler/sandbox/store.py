"""The SQLite file: a pool of connections, and transactions that keep several processes apart."""

import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from reconciler.sandbox import undo
from reconciler.sandbox.schema import INDEXES, TABLES

BUSY_SECONDS = 60.0
APPLICATION = 0x53424F58  # "SBOX"
LAYOUT = zlib.crc32("".join((*TABLES, *INDEXES)).encode()) >> 1  # has to fit 31 bits


class Store:
    """A file of tables that any number of threads and processes may use at once.

    Readers see one moment and block nobody; writers come one after the other.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One unchanging view of everything."""
        with self._connection() as db:
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One change: all of it, or nothing when an exception leaves the block."""
        # SQLite's own way of waiting, to sleep and try again, is slow when many threads want in.
        with self._writing, self._connection() as db:
            # An immediate lock: a reader that turns into a writer half way may have to be refused.
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def past(self) -> Iterator[sqlite3.Connection]:
        """Everything as it was before the last change; whatever is done to it is taken back."""
        with self._writing, self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                undo.look_back(db)
                yield db
            finally:
                db.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file; connections in use are closed when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise ValueError(f"The sandbox at {self.path} is closed.")
            # The last one used first: its cache is warm, and few are ever opened.
            db = self._idle.pop() if self._idle else None
        db = db or self._open()
        try:
            yield db
        finally:
            with self._lock:
                if not self._closed:
                    self._idle.append(db)
            if self._closed:
                db.close()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        # So that a row that gives way to another is noted for undoing, too.
        db.execute("PRAGMA recursive_triggers=ON")
        return db


def prepare(store: Store) -> None:
    """Make the tables if there are none.

    Raises `ValueError` for a file that is somebody else's, and leaves it as it was.
    """
    _check(store.path)
    with store.write() as db:
        if _is_empty(db):
            for statement in (*(f"TABLE {table}" for table in TABLES), *INDEXES):
                db.execute(f"CREATE {statement}")
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {LAYOUT}")


def _check(path: Path) -> None:
    # Not through the store, which would change the file's journal mode first of all.
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as db:
        if _is_empty(db):
            return
        (application,) = db.execute("PRAGMA application_id").fetchone()
        (layout,) = db.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION:
        raise ValueError("is not the file of a sandbox: it is another program's database")
    if layout != LAYOUT:
        raise ValueError("was made by another version of the sandbox")


def _is_empty(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master").fetchone() is None
