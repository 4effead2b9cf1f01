public import EventBus

/// The events of one type out of a subscription, read: what a Swift program that only wants to watch iterates over.
///
/// Events of other types are passed over. One of this type that cannot be read ends the iteration with
/// `InvalidPayload`: it is a gap that should not go unnoticed. A gap of the log ends it with ``SubscriptionGap``, as in
/// ``EventSubscription``; ``marked`` tells it instead.
public struct TypedEventSubscription<E: Event>: AsyncSequence, Sendable {
    /// One event, and where it stands.
    public struct Element: Sendable {
        /// The event.
        public let event: E
        /// The event as it was written, and the cursor to go on from.
        public let entry: EventSubscription.Element
    }

    let subscription: EventSubscription

    /// The same subscription as items: events of the type, gaps, and entries that are no events, each in its place.
    public var marked: Marked { Marked(subscription: subscription) }

    /// Starts to read.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: TypedReader(SubscriptionReader(subscription)))
    }

    /// Reads one event after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var reader: TypedReader<E>

        /// The next event of the type; `nil` when the task is cancelled.
        ///
        /// - Throws: `InvalidPayload` where an event of the type cannot be read; ``SubscriptionGap`` where entries are missing;
        ///   ``SubscriberTooSlow`` where the reader asked for that; `RedisError` where only a person can help.
        public mutating func next() async throws -> Element? {
            while let item = try await reader.next() {
                if let event = try item.orThrow() { return event }
            }
            return nil
        }
    }

    /// All that the subscription has to tell, in the log's order.
    public struct Marked: AsyncSequence, Sendable {
        /// What it brings.
        public typealias Element = SubscriptionItem<TypedEventSubscription<E>.Element>

        fileprivate let subscription: EventSubscription

        /// Starts to read.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(reader: TypedReader(SubscriptionReader(subscription)))
        }

        /// Reads one item after another.
        public struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate var reader: TypedReader<E>

            /// The next item; `nil` when the task is cancelled.
            ///
            /// - Throws: `InvalidPayload` where an event of the type cannot be read; ``SubscriberTooSlow`` where the reader asked for
            ///   that; `RedisError` where only a person can help.
            public mutating func next() async throws -> Element? { try await reader.next() }
        }
    }
}

/// Takes the events of one type out of what a subscriber reads.
private struct TypedReader<E: Event> {
    private var reader: SubscriptionReader
    private let names: EventTypeTable

    init(_ reader: SubscriptionReader) {
        self.reader = reader
        var names = EventTypeTable()
        for name in [E.declaration.type] + E.declaration.aliases { names.set(0, for: name) }
        self.names = names
    }

    mutating func next() async throws -> SubscriptionItem<TypedEventSubscription<E>.Element>? {
        while let item = try await reader.next() {
            switch item {
            case .event(let entry):
                let record = entry.record
                guard record.withBytes(record.spans.type, { names.index(of: $0) }) != nil else { continue }
                return .event(TypedEventSubscription<E>.Element(event: try record.decode(E.self), entry: entry))
            case .gap(let gap): return .gap(gap)
            case .foreign(let entry): return .foreign(entry)
            }
        }
        return nil
    }
}
