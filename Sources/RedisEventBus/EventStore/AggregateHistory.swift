public import EventBus
import RedisClient

/// One event of an aggregate's history.
public struct HistoricEvent: Sendable {
    /// The event as it was written.
    public let record: EventRecord
    /// The aggregate's version after it, from 1.
    public let version: UInt64
}

extension RedisEventBus {
    /// The events of one aggregate, in order, from its own history: what happened to this model.
    ///
    /// Only events that the catalogue declares with `history: true` are in it. The history is read in pages, so one of
    /// any length can be folded; a page that fails is an error, not a gap.
    ///
    /// - Parameters:
    ///   - id: The aggregate's id.
    ///   - type: The aggregate's type, e.g. `model`.
    ///   - stream: The stream that its events go to.
    ///   - version: Only events after this version.
    public func history(
        of id: String, type: String, in stream: StreamDeclaration, after version: UInt64 = 0
    ) -> AggregateHistory {
        let partition = stream.partition(ofAggregate: id)
        return AggregateHistory(
            client: client, key: layout.history(stream.name, partition, aggregate: type, id: id), after: version)
    }

    /// Folds the events of one aggregate into a state.
    ///
    /// - Throws: `RedisError`, and what `apply` throws.
    public func load<State>(
        _ id: String, type: String, in stream: StreamDeclaration, into initial: State,
        apply: (inout State, HistoricEvent) throws -> Void
    ) async throws -> (state: State, version: UInt64) {
        var state = initial
        var version: UInt64 = 0
        for try await event in history(of: id, type: type, in: stream) {
            try apply(&state, event)
            version = event.version
        }
        return (state, version)
    }
}

/// The events of one aggregate, in order; the iterator reads a page at a time.
public struct AggregateHistory: AsyncSequence, Sendable {
    /// One event.
    public typealias Element = HistoricEvent

    let client: RedisClient
    let key: String
    let after: UInt64

    /// Reads one event after another.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(client: client, key: key, version: after)
    }

    /// Reads one event after another; ends behind the last one there is.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let client: RedisClient
        let key: String
        var version: UInt64
        private var page: ArraySlice<LogEntry> = []
        private let pageSize = 256

        init(client: RedisClient, key: String, version: UInt64) {
            self.client = client
            self.key = key
            self.version = version
        }

        /// The next event.
        ///
        /// - Throws: `RedisError`.
        public mutating func next() async throws -> HistoricEvent? {
            while true {
                if let entry = page.popFirst() {
                    version = entry.position.milliseconds
                    guard case .event(let record) = entry.content else { continue }
                    return HistoricEvent(record: record, version: version)
                }
                let reply = try await client.command(
                    "XRANGE", key, "(\(version)-0", "+", "COUNT", String(pageSize))
                page = LogEntry.entries(range: reply)[...]
                if page.isEmpty { return nil }
            }
        }
    }
}
