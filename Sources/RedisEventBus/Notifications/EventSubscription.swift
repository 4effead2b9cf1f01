public import EventBus
import RedisClient

/// Every event of a stream, in the log's order, as it comes: no gap, no repeat, over reconnects too.
///
/// It reads the log, not a channel. It pulls: an event that nobody asks for stays in the log, so a slow reader holds up
/// nobody and needs no buffer. Entries that are not events are passed over.
///
/// Iteration ends when the task is cancelled; it throws `RedisError` where only a person can help.
public struct EventSubscription: AsyncSequence, Sendable {
    /// One event of the log.
    public struct Element: Sendable {
        /// The event as it was written.
        public let record: EventRecord
        /// The partition that holds it.
        public let partition: Int
        /// Where in that partition it stands.
        public let position: StreamPosition
        /// Where the subscriber stands after this event: subscribe from here to go on behind it.
        public let cursor: Cursor
    }

    /// Where a subscription begins.
    public enum Start: Sendable, Hashable {
        /// With what is appended from now on.
        case now
        /// With the first entry of the log.
        case beginning
        /// Behind the last event that a cursor has seen.
        case after(Cursor)
        /// With the first entry at or after this moment of the server's clock.
        case time(Timestamp)
    }

    let tail: LogTail
    let client: RedisClient
    let logs: [String]
    let start: Start

    /// Starts to read; ``Start/now`` is the moment of the first call of `next()`.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }

    /// Reads one event after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let subscription: EventSubscription
        private let membership: Membership
        private var cursor: Cursor?
        private var page: ArraySlice<LogEntry> = []
        private var pagePartition = 0
        private let pageSize = 256

        init(_ subscription: EventSubscription) {
            self.subscription = subscription
            membership = Membership(subscription.tail)
            let partitions = subscription.logs.count
            switch subscription.start {
            case .now: cursor = nil
            case .beginning: cursor = .beginning(partitions: partitions)
            case .after(let seen):
                precondition(seen.positions.count == partitions, "the cursor is of a stream with other partitions")
                cursor = seen
            case .time(let time):
                let before = UInt64(Swift.max(0, time.microseconds / 1_000))
                let position =
                    before == 0
                    ? StreamPosition.beginning : StreamPosition(milliseconds: before - 1, sequence: .max)
                cursor = Cursor(positions: Array(repeating: position, count: partitions))
            }
        }

        /// The next event; `nil` when the task is cancelled.
        ///
        /// - Throws: `RedisError` where only a person can help.
        public mutating func next() async throws -> Element? {
            do { return try await nextUnlessCancelled() } catch is CancellationError { return nil }
        }

        private mutating func nextUnlessCancelled() async throws -> Element? {
            while !Task.isCancelled {
                if let entry = page.popFirst() {
                    cursor?.advance(pagePartition, to: entry.position)
                    guard case .event(let record) = entry.content, let cursor else { continue }
                    return Element(record: record, partition: pagePartition, position: entry.position, cursor: cursor)
                }
                guard let seen = cursor else {
                    cursor = try subscription.tail.end()
                    if cursor == nil { await subscription.tail.wait(beyond: nil) }
                    continue
                }
                if try await !turnPage(seen) { await subscription.tail.wait(beyond: seen) }
            }
            return nil
        }

        /// Fetches the next page of the first partition, from the last one on, that has one.
        private mutating func turnPage(_ seen: Cursor) async throws -> Bool {
            let partitions = subscription.logs.count
            for step in 1...partitions {
                let partition = (pagePartition + step) % partitions
                let position = seen.positions[partition]
                switch try subscription.tail.entries(partition, after: position, limit: pageSize) {
                case .entries(let entries): page = entries
                case .behind(let floor):
                    page = try await readLog(partition, after: position)
                    // Nothing between here and the window is left in the log: it was trimmed.
                    if page.isEmpty { cursor?.advance(partition, to: floor) }
                case .upToDate, nil: continue
                }
                guard !page.isEmpty else { return true }
                pagePartition = partition
                return true
            }
            return false
        }

        private func readLog(_ partition: Int, after position: StreamPosition) async throws -> ArraySlice<LogEntry> {
            var failures = 0
            while true {
                do throws(RedisError) {
                    let reply = try await subscription.client.command(
                        "XRANGE", subscription.logs[partition], "(\(position)", "+", "COUNT", String(pageSize))
                    return LogEntry.entries(range: reply)[...]
                } catch {
                    failures += 1
                    try await ReadRecovery.pause(after: error, failures: failures)
                }
            }
        }
    }
}

/// Holds the shared read open for as long as an iterator lives.
private final class Membership: Sendable {
    private let tail: LogTail

    init(_ tail: LogTail) {
        self.tail = tail
        tail.join()
    }

    deinit { tail.leave() }
}
