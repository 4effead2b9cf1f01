import EventBus
import Foundation
import GRDB
import Synchronization

/// The SQLite file of an outbox: every access is one transaction, and a write that has been begun is ended even if the task
/// that asked for it is cancelled.
final class OutboxDatabase: Sendable {
    let path: String
    /// Under which a transport remembers what was appended from this file.
    let identity: EventID
    private let pool: DatabasePool

    /// Opens a file, or makes it.
    ///
    /// - Throws: ``OutboxError`` where the file can't be opened, is no database, or is of a newer version.
    init(path: String, opening: OutboxOpening) throws(OutboxError) {
        self.path = path
        do {
            if !FileManager.default.fileExists(atPath: path) {
                if opening == .existing { throw OutboxError(.absent, path: path) }
                // Payloads are nobody else's business; the files that SQLite puts beside it get the same rights.
                _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            }
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.label = "outbox"
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                // GRDB sets NORMAL for WAL, which may lose the last transactions in a power cut.
                try db.execute(
                    sql: "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA journal_size_limit = 33554432")
            }
            let text = try pool.write { db in
                try OutboxSchema.migrate(db, path: path, opening: opening)
                return try String.fetchOne(db, sql: "SELECT identity FROM outbox")
            }
            guard let identity = text.flatMap({ EventID($0) }) else {
                throw OutboxError(.failed("it has no identity"), path: path)
            }
            self.identity = identity
            self.pool = pool
        } catch {
            throw OutboxError(error, path: path)
        }
    }

    /// Reads in one transaction.
    func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws(OutboxError) -> Value {
        do { return try await pool.read(body) } catch { throw OutboxError(error, path: path) }
    }

    /// Writes in one transaction; an error takes back all of it.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(OutboxError) -> Value {
        do { return try await writeThrowing(body) } catch { throw OutboxError(error, path: path) }
    }

    /// The same, with the errors of `body` as they are.
    func writeThrowing<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await Task { [pool] in try await pool.write(body) }.value
    }

    /// Closes the file.
    func close() { try? pool.close() }
}
