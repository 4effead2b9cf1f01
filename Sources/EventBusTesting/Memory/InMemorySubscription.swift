public import EventBus
import Synchronization

/// Every event of a stream, in the log's order, as it comes: no group, no acknowledgement.
///
/// Iteration ends when the task is cancelled. Entries that are not events are passed over.
public struct InMemorySubscription: AsyncSequence, Sendable {
    /// One event of the log.
    public struct Element: Sendable {
        /// The event as it was written.
        public let record: EventRecord
        /// The partition that holds it.
        public let partition: Int
        /// Where in that partition it stands.
        public let position: StreamPosition
        /// Where the subscriber stands after this event: subscribe from here to go on behind it.
        public let cursor: [StreamPosition]
    }

    /// Where a subscription begins.
    public enum Start: Sendable, Hashable {
        /// With what is appended after the call that subscribes.
        case now
        /// With the first entry of the log.
        case beginning
        /// Behind the last event that a subscriber has seen in each partition.
        case after([StreamPosition])
        /// With the first entry at or after this moment of the bus's clock.
        case time(Timestamp)
    }

    let bus: InMemoryEventBus
    let stream: StreamDeclaration
    let start: [StreamPosition]

    /// Starts to read.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(subscription: self, cursor: start) }

    /// Reads one event after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let subscription: InMemorySubscription
        private var cursor: [StreamPosition]
        private var given = 0

        init(subscription: InMemorySubscription, cursor: [StreamPosition]) {
            self.subscription = subscription
            self.cursor = cursor
        }

        /// The next event; `nil` when the task is cancelled.
        public mutating func next() async -> Element? {
            while !Task.isCancelled {
                guard let (partition, entry) = subscription.bus.entry(of: subscription.stream, after: cursor) else {
                    await subscription.bus.waitForAppend(to: subscription.stream, after: cursor)
                    continue
                }
                given += 1
                if given % 5 != 3 || !subscription.bus.isSabotaged(.subscribersSeeEventsTwice) {
                    cursor[partition] = entry.position
                }
                guard case .event(let record) = entry.content else { continue }
                return Element(record: record, partition: partition, position: entry.position, cursor: cursor)
            }
            return nil
        }
    }
}

extension InMemoryEventBus {
    /// Every event of a stream as it comes, for as many readers as like.
    ///
    /// - Parameters:
    ///   - stream: The stream, as the catalogue declares it.
    ///   - start: Where to begin.
    public func subscribe(
        to stream: StreamDeclaration, from start: InMemorySubscription.Start = .now
    ) -> InMemorySubscription {
        let partitions = stream.partitions
        let cursor: [StreamPosition]
        switch start {
        case .beginning: cursor = Array(repeating: .beginning, count: partitions)
        case .now:
            cursor = state.withLock { state in
                (0..<partitions).map { state.entries(stream.name, $0).last?.position ?? .beginning }
            }
        case .after(let seen):
            precondition(seen.count == partitions, "the cursor is of a stream with other partitions")
            cursor = seen
        case .time(let time):
            let moment = UInt64(max(0, time.microseconds / 1_000))
            let before =
                moment == 0 ? StreamPosition.beginning : StreamPosition(milliseconds: moment - 1, sequence: .max)
            cursor = Array(repeating: before, count: partitions)
        }
        return InMemorySubscription(bus: self, stream: stream, start: cursor)
    }

    func isSabotaged(_ sabotage: Sabotage) -> Bool { state.withLock { $0.sabotage == sabotage } }

    /// The first entry behind a cursor, in the order of the appends.
    func entry(
        of stream: StreamDeclaration, after cursor: [StreamPosition]
    ) -> (partition: Int, entry: MemoryLog.Entry)? {
        state.withLock { $0.entry(of: stream.name, after: cursor) }
    }

    /// Waits until there is an entry behind a cursor, or the task is cancelled.
    func waitForAppend(to stream: StreamDeclaration, after cursor: [StreamPosition]) async {
        let ticket = state.withLock { $0.newID() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let mayGo = state.withLock { state in
                    if Task.isCancelled || state.entry(of: stream.name, after: cursor) != nil { return true }
                    state.appendWaiters[ticket] = waiter
                    return false
                }
                if mayGo { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.appendWaiters.removeValue(forKey: ticket) }?.resume()
        }
    }

    /// Wakes whoever waits for an append.
    func wakeSubscribers() {
        let waiters = state.withLock { state in
            defer { state.appendWaiters = [:] }
            return Array(state.appendWaiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }
}

extension BusState {
    fileprivate func entry(
        of stream: String, after cursor: [StreamPosition]
    ) -> (partition: Int, entry: MemoryLog.Entry)? {
        var first: (partition: Int, entry: MemoryLog.Entry)?
        for (partition, position) in cursor.enumerated() {
            guard let log = logs[LogName(stream: stream, partition: partition)] else { continue }
            var index = log.index(after: position)
            if sabotage == .subscribersMissEvents, index % 5 == 3 { index += 1 }
            guard index < log.entries.count else { continue }
            if first.map({ log.entries[index].ordinal < $0.entry.ordinal }) ?? true {
                first = (partition, log.entries[index])
            }
        }
        return first
    }
}
