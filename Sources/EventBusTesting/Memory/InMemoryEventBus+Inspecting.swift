public import EventBus
import Synchronization

extension InMemoryEventBus {
    /// Whether a publish that fails appends all the same.
    public enum FailedPublish: Sendable, Hashable {
        /// Nothing is in the log.
        case appendsNothing
        /// The events are in the log and only the answer is lost, as `outcomeUnknown` allows.
        case appends
    }

    /// Makes the next publish throw. Called again before that, it makes the one after it throw too.
    public func failNextPublish(with error: PublishError, _ effect: FailedPublish = .appendsNothing) {
        state.withLock { $0.plannedFailures.append(PlannedFailure(error: error, effect: effect)) }
    }

    /// The events of a type that are in its log, in the order in which they were appended.
    ///
    /// One that cannot be read as the type is left out.
    public func published<E: Event>(_: E.Type = E.self) -> [E] {
        let names = Set([E.declaration.type] + E.declaration.aliases)
        return records(of: E.declaration.stream).compactMap { record in
            guard names.contains(record.type) else { return nil }
            return try? record.decode(E.self)
        }
    }

    /// The events of a stream as they stand in its log, in the order in which they were appended.
    public func records(of stream: StreamDeclaration) -> [EventRecord] {
        state.withLock { state in
            (0..<stream.partitions).flatMap { state.entries(stream.name, $0) }.sorted { $0.ordinal < $1.ordinal }
                .compactMap { entry in
                    if case .event(let record) = entry.content { record } else { nil }
                }
        }
    }

    /// What routes have put on a list and nobody has taken, in the order in which workers take it.
    public func list(_ name: String) -> [RoutedMessage] { state.withLock { $0.lists[name] ?? [] } }

    /// What routes have published on a channel, in order.
    public func channel(_ name: String) -> [RoutedMessage] { state.withLock { $0.channels[name] ?? [] } }

    /// Takes the next message off a list, as a worker does; `nil` where it is empty.
    public func take(fromList name: String) -> RoutedMessage? {
        state.withLock { state in
            guard let messages = state.lists[name], !messages.isEmpty else { return nil }
            return state.lists[name]?.removeFirst()
        }
    }

    /// The positions, by partition, that a group was given and has not acknowledged: what runs, waits behind that, or is
    /// to be tried again.
    public func pending(group: String, of stream: StreamDeclaration) -> [[StreamPosition]] {
        state.withLock { state in
            guard let place = state.knownGroup(group, of: stream.name) else {
                return Array(repeating: [], count: stream.partitions)
            }
            return state.groups[place].partitions.enumerated().map { partition, group in
                let entries = state.entries(stream.name, partition)
                return group.pending.keys.sorted().map { entries[$0].position }
            }
        }
    }

    /// Whether a group has acknowledged everything that is in the logs of a stream, or given it up.
    public func isFinished(group: String, of stream: StreamDeclaration) -> Bool {
        state.withLock { state in
            guard let place = state.knownGroup(group, of: stream.name) else { return false }
            return state.groups[place].partitions.enumerated().allSatisfy { partition, group in
                group.pending.isEmpty && group.next == state.entries(stream.name, partition).count
            }
        }
    }

    /// Appends an entry as a foreign program might write it, unchecked: for tests of what readers do with it.
    ///
    /// - Parameters:
    ///   - fields: The entry's fields: `id`, `type`, `subject`, `data`, …, or anything else.
    ///   - stream: Whose log takes it.
    ///   - partition: Which of its partitions.
    public func appendUnchecked(
        _ fields: [(name: String, value: [UInt8])], to stream: StreamDeclaration, partition: Int = 0
    ) {
        let content = EntryFields(fields).content
        turn { state, now in
            let name = BusState.LogName(stream: stream.name, partition: partition)
            let position = state.logs[name, default: MemoryLog()].nextPosition(at: time.timestamp(at: now))
            state.append(content, to: name, at: position)
        }
        wakeSubscribers()
    }
}
