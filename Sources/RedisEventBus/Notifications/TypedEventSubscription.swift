public import EventBus

/// The events of one type out of a subscription, read: what a Swift program that only wants to watch iterates over.
///
/// Events of other types are passed over. One of this type that cannot be read ends the iteration with
/// `InvalidPayload`: it is a gap that should not go unnoticed.
public struct TypedEventSubscription<E: Event>: AsyncSequence, Sendable {
    /// One event, and where it stands.
    public struct Element: Sendable {
        /// The event.
        public let event: E
        /// The event as it was written, and the cursor to go on from.
        public let entry: EventSubscription.Element
    }

    let subscription: EventSubscription

    /// Starts to read.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(entries: subscription.makeAsyncIterator())
    }

    /// Reads one event after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private var entries: EventSubscription.AsyncIterator
        private let names: EventTypeTable

        init(entries: EventSubscription.AsyncIterator) {
            self.entries = entries
            var names = EventTypeTable()
            for name in [E.declaration.type] + E.declaration.aliases { names.set(0, for: name) }
            self.names = names
        }

        /// The next event of the type; `nil` when the task is cancelled.
        ///
        /// - Throws: `InvalidPayload` where an event of the type cannot be read; `RedisError` where only a person
        ///   can help.
        public mutating func next() async throws -> Element? {
            while let entry = try await entries.next() {
                let record = entry.record
                guard record.withBytes(record.spans.type, { names.index(of: $0) }) != nil else { continue }
                return Element(event: try record.decode(E.self), entry: entry)
            }
            return nil
        }
    }
}
