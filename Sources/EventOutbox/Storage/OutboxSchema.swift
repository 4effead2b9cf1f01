import EventBus
import GRDB

/// The tables of an outbox, and how an older file is brought up to date. `PRAGMA user_version` says which version a file has.
enum OutboxSchema {
    /// Version 4 differs from 3 in what `last_event` holds only: a mark, which older programs can't read.
    static let version = 4

    /// Brings a file up to date; a file of the present version is not written to.
    static func migrate(_ db: Database, path: String, opening: OutboxOpening) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw OutboxError(.newerSchema(found: found, known: version), path: path) }
        guard found < version else { return }
        if found < 1 {
            if opening == .existing { throw OutboxError(.absent, path: path) }
            try db.execute(sql: first)
            var ids = EventIDSource()
            let now = UInt64(max(0, Timestamp.now.microseconds / 1_000))
            try db.execute(
                sql: "INSERT INTO outbox (only, identity) VALUES (1, ?)", arguments: ["\(ids.next(milliseconds: now))"])
        }
        if found < 2 { try db.execute(sql: second) }
        if found < 3 { try db.execute(sql: third) }
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// An event that waits has a number that is never used again, also after the last one has gone: the order of events.
    /// The triggers keep the account of what is stored right whoever writes.
    private static let first = """
        CREATE TABLE outbox (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            identity TEXT NOT NULL,
            events INTEGER NOT NULL DEFAULT 0,
            bytes INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE outbox_partition (
            stream TEXT NOT NULL,
            partition INTEGER NOT NULL,
            last_event TEXT,
            last_position TEXT,
            PRIMARY KEY (stream, partition)
        ) STRICT;
        CREATE TABLE outbox_waiting (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            \(eventColumns),
            doubt TEXT,
            attempts INTEGER NOT NULL DEFAULT 0,
            last_error TEXT,
            FOREIGN KEY (stream, partition) REFERENCES outbox_partition (stream, partition)
        ) STRICT;
        CREATE INDEX outbox_waiting_order ON outbox_waiting (stream, partition, number);
        CREATE INDEX outbox_waiting_event ON outbox_waiting (event_id);
        CREATE TABLE outbox_refused (
            number INTEGER PRIMARY KEY,
            \(eventColumns),
            reason TEXT NOT NULL,
            refused INTEGER NOT NULL,
            FOREIGN KEY (stream, partition) REFERENCES outbox_partition (stream, partition)
        ) STRICT;
        \(account(of: "outbox_waiting"))
        \(account(of: "outbox_refused"))
        """

    /// On whose behalf an event is published, and who did what to refused ones.
    private static let second = """
        ALTER TABLE outbox_waiting ADD COLUMN published_by TEXT;
        ALTER TABLE outbox_refused ADD COLUMN published_by TEXT;
        CREATE TABLE outbox_act (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            time INTEGER NOT NULL,
            act TEXT NOT NULL,
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            event_id TEXT NOT NULL,
            type TEXT NOT NULL,
            stream TEXT NOT NULL,
            partition INTEGER NOT NULL,
            refusal TEXT NOT NULL
        ) STRICT;
        """

    /// What an event expects of its aggregate's history: the version, and where that matters the event that must have brought
    /// it about.
    private static let third = """
        ALTER TABLE outbox_waiting ADD COLUMN expected_version INTEGER;
        ALTER TABLE outbox_waiting ADD COLUMN follows TEXT;
        ALTER TABLE outbox_waiting ADD COLUMN aggregate_type TEXT;
        ALTER TABLE outbox_refused ADD COLUMN expected_version INTEGER;
        ALTER TABLE outbox_refused ADD COLUMN follows TEXT;
        ALTER TABLE outbox_refused ADD COLUMN aggregate_type TEXT;
        CREATE INDEX outbox_waiting_expecting ON outbox_waiting (stream, partition, aggregate_id, expected_version)
            WHERE expected_version IS NOT NULL;
        """

    private static let eventColumns = """
        stream TEXT NOT NULL,
        partition INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        type TEXT NOT NULL,
        version TEXT NOT NULL,
        source TEXT NOT NULL,
        time INTEGER NOT NULL,
        aggregate_id TEXT NOT NULL,
        correlation_id TEXT,
        causation_id TEXT,
        trace_parent TEXT,
        idempotency_key TEXT,
        payload BLOB NOT NULL
        """

    private static func account(of table: String) -> String {
        """
        CREATE TRIGGER \(table)_insert AFTER INSERT ON \(table) BEGIN
            UPDATE outbox SET events = events + 1, bytes = bytes + length(new.payload);
        END;
        CREATE TRIGGER \(table)_delete AFTER DELETE ON \(table) BEGIN
            UPDATE outbox SET events = events - 1, bytes = bytes - length(old.payload);
        END;
        """
    }
}
