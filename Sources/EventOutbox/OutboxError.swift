import GRDB

/// Why an outbox could not do what was asked. Whatever it had stored before is still there.
public struct OutboxError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    public let reason: Reason
    /// The file that it went wrong with.
    public let path: String

    /// What went wrong.
    public enum Reason: Sendable, Hashable {
        /// The events do not fit within the limits.
        case full(OutboxUsage, limits: OutboxLimits)
        /// The disk has no room left.
        case diskFull(String)
        /// There is no outbox, and none was to be made.
        case absent
        /// A newer version of this library has written the file.
        case newerSchema(found: Int, known: Int)
        /// A row is not what this library writes.
        case unreadableRow(Int64)
        /// Anything else that SQLite or the system says.
        case failed(String)
    }

    /// Makes an error.
    public init(_ reason: Reason, path: String) {
        self.reason = reason
        self.path = path
    }

    /// What an error from below means.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as OutboxError: self = error
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
            self.init(.diskFull(error.message ?? "database or disk is full"), path: path)
        case let error as DatabaseError:
            self.init(.failed("SQLite \(error.resultCode.rawValue): \(error.message ?? "no message")"), path: path)
        default: self.init(.failed("\(error)"), path: path)
        }
    }

    /// What happened, where, and how to mend it.
    public var description: String {
        switch reason {
        case .full(let usage, let limits):
            "the outbox \(path) is full: it keeps \(usage.events) of \(limits.events) events and \(usage.bytes) of "
                + "\(limits.bytes) bytes – let its relay reach the transport (`eventbus outbox status` says what keeps it), "
                + "or raise the limits (EVENTBUS_OUTBOX_MAX_EVENTS, EVENTBUS_OUTBOX_MAX_BYTES)"
        case .diskFull(let message):
            "the disk of the outbox \(path) is full (\(message)) – make room; what it has stored is safe"
        case .absent: "there is no outbox at \(path) – look at the path; the first event that is stored makes one"
        case .newerSchema(let found, let known):
            "the outbox \(path) was written by a newer version (schema \(found), this one knows \(known)) – use that version"
        case .unreadableRow(let row):
            "row \(row) of the outbox \(path) was changed by somebody else and can't be read – mend or delete it with sqlite3"
        case .failed(let message): "the outbox \(path) failed: \(message)"
        }
    }
}
