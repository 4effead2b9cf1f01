import EventBus
import Synchronization

/// A transport that does as it is told, and keeps what it was given.
final class FakeTransport: EventPublisher, EncodedEventAppender, Sendable {
    struct State {
        var log: [EncodedEvent] = []
        var isAway = false
        /// What the next appends come to; taken from the front, and nothing fails once it is empty.
        var failures: [PublishError] = []
        var settled: SettledDoubt = .absent
        var settledIDs: [EventID] = []
        var batches: [RelayBatch] = []
    }

    let state = Mutex(State())
    /// The files of the outbox before it, for as long as it lives.
    private let folder: OutboxFolder

    init(folder: OutboxFolder) { self.folder = folder }

    var isAway: Bool { state.withLock { $0.isAway } }
    func isAway(after error: PublishError) -> Bool { error.outcome != .rejected }

    func publish<E: Event>(_ event: E, context: PublishContext) async throws(PublishError) -> PublishReceipt {
        throw PublishError(.rejected, "an outbox appends what it has encoded")
    }

    func publish<E: Event>(
        contentsOf events: [E], context: PublishContext
    ) async throws(PublishError) -> [PublishReceipt] {
        throw PublishError(.rejected, "an outbox appends what it has encoded")
    }

    func append(
        _ events: [EncodedEvent], of declaration: EventDeclaration
    ) async throws(PublishError) -> [PublishReceipt] {
        let failure = state.withLock { state in
            if state.failures.isEmpty { state.log += events }
            return state.failures.isEmpty ? nil : state.failures.removeFirst()
        }
        if let failure { throw failure }
        return events.map { receipt($0, declaration) }
    }

    func receipt(_ event: EncodedEvent, _ declaration: EventDeclaration) -> PublishReceipt {
        PublishReceipt(
            eventID: event.envelope.id,
            partition: declaration.stream.partition(ofAggregate: event.envelope.subject),
            position: StreamPosition(milliseconds: 1, sequence: 0), version: nil, durability: .memory)
    }

    func settle(_ event: EncodedEvent, _ doubt: AppendDoubt) async throws(PublishError) -> SettledDoubt {
        state.withLock { state in
            state.settledIDs.append(event.envelope.id)
            return state.settled
        }
    }

    func relay(_ batch: RelayBatch) async throws(PublishError) -> RelayAnswer {
        let failure = state.withLock { state in
            state.batches.append(batch)
            if state.failures.isEmpty { state.log += batch.events }
            return state.failures.isEmpty ? nil : state.failures.removeFirst()
        }
        if let failure { throw failure }
        return RelayAnswer(
            appended: batch.events.count, fresh: batch.events.count,
            position: StreamPosition(milliseconds: 2, sequence: 0))
    }
}
