import EventBus
package import RedisClient

/// Records of an audit, the newest first, over all streams of a bus.
///
/// It reads backwards, page by page and only as far as it is asked: what is written meanwhile is not among them.
package struct AuditSequence: AsyncSequence, Sendable {
    /// What is read.
    package typealias Element = AuditRecord

    let client: RedisClient
    let sources: [AuditSource]
    /// Records that no server keeps, the newest first.
    let local: [AuditRecord]
    let filter: AuditFilter

    /// Begins to read.
    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

    /// Reads one record after another.
    package struct AsyncIterator: AsyncIteratorProtocol {
        /// How far one source has been read.
        private struct Reading {
            let source: AuditSource?
            /// Where the next page begins; `nil` behind the last.
            var start: String?
            var page: ArraySlice<AuditRecord> = []
        }

        private let client: RedisClient
        private let filter: AuditFilter
        private let end: String
        private var readings: [Reading]
        /// How many entries of a source are read at a time; those of a log come with their payloads.
        private static let count = "100"

        init(_ sequence: AuditSequence) {
            client = sequence.client
            let filter = sequence.filter
            self.filter = filter
            end = filter.since.map { "\($0.milliseconds)-0" } ?? "-"
            // The first position that is not wanted itself is left out by the filter.
            let start = filter.before.map { "\($0.milliseconds)" } ?? "+"
            readings = sequence.sources.map { Reading(source: $0, start: start) }
            let local = sequence.local.filter { filter.matches($0) }
            readings.append(Reading(source: nil, start: nil, page: local[...]))
        }

        /// The next older record; `nil` behind the oldest.
        ///
        /// - Throws: `RedisError`.
        package mutating func next() async throws(RedisError) -> AuditRecord? {
            try await fill()
            var newest: (index: Int, record: AuditRecord)?
            for index in readings.indices {
                guard let record = readings[index].page.first else { continue }
                // Of one millisecond: what was done to an event comes after its publication.
                if let known = newest, !known.record.isOlder(than: record) { continue }
                newest = (index, record)
            }
            guard let newest else { return nil }
            readings[newest.index].page.removeFirst()
            return newest.record
        }

        /// Reads on until every source has something to show or has been read to its end.
        private mutating func fill() async throws(RedisError) {
            while true {
                var commands = RedisCommands()
                var asked: [Int] = []
                for index in readings.indices where readings[index].page.isEmpty {
                    guard let source = readings[index].source, let start = readings[index].start else { continue }
                    commands.append("XREVRANGE", source.key, start, end, "COUNT", Self.count)
                    asked.append(index)
                }
                if asked.isEmpty { return }
                for (index, reply) in zip(asked, try await client.send(commands)) {
                    try take(try RedisStreamEntry.entries(range: reply), of: index)
                }
            }
        }

        private mutating func take(_ entries: [RedisStreamEntry], of index: Int) throws(RedisError) {
            guard let source = readings[index].source, let last = entries.last else {
                readings[index].start = nil
                return
            }
            readings[index].start = "(\(last.id)"
            readings[index].page = entries.compactMap { source.record($0) }.filter { filter.matches($0) }[...]
        }
    }
}

extension AuditRecord {
    fileprivate func isOlder(than other: AuditRecord) -> Bool {
        if time != other.time { return time < other.time }
        if (act == .publish) != (other.act == .publish) { return act == .publish }
        guard let position, let othersPosition = other.position else { return false }
        return position < othersPosition
    }
}

extension Timestamp {
    /// Whole milliseconds since 1970, at least 0: the first part of a stream id.
    fileprivate var milliseconds: Int64 { max(0, microseconds / 1_000) }
}
