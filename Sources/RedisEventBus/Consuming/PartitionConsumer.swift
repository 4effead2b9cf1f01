import EventBus
import Logging
import RedisClient

/// Handles one partition of a stream for one consumer of a group: one reading loop, many workers, lanes between them.
struct PartitionConsumer: Sendable {
    let client: RedisClient
    let log: String
    let reader: Delivery.Reader
    let policy: DeliveryPolicy
    let order: DeliveryOrder
    let handlers: EventHandlers
    /// Every type that the catalogue has for the stream, handled here or not.
    let knownTypes: EventTypeTable
    let limits: ConsumerLimits
    let deadLetters: DeadLetterWriter
    let acknowledger: Acknowledger
    let logger: Logger

    /// Reads and handles until the task is cancelled or `stop` fires; then lets running handlers finish, and
    /// acknowledges what they finished. What had not begun stays pending.
    ///
    /// - Throws: `RedisError` that only a person can mend.
    func run(lease: (any PartitionLease)? = nil, stop: StopSignal) async throws {
        let queue = LaneQueue(order: order, capacity: 2 * limits.batch, batch: limits.batch)
        let (retries, retry) = AsyncStream.makeStream(of: Retry.self)
        stop.onStop(of: "\(log) queue") { queue.close() }
        do {
            try await work(on: queue, retries: retries, retry: retry, lease: lease, stop: stop)
        } catch {
            await acknowledger.acknowledgeLast(queue.takeFinished())
            throw error
        }
        await acknowledger.acknowledgeLast(queue.takeFinished())
    }

    private func work(
        on queue: LaneQueue, retries: AsyncStream<Retry>, retry: AsyncStream<Retry>.Continuation,
        lease: (any PartitionLease)?, stop: StopSignal
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 0..<limits.concurrency {
                tasks.addTask { try await work(queue, retry: retry) }
            }
            tasks.addTask { try await keepTime(for: retries, queue) }
            tasks.addTask {
                defer {
                    queue.close()
                    retry.finish()
                }
                try await read(into: queue, lease: lease, stop: stop)
            }
            do { while try await tasks.next() != nil {} } catch {
                stop.stop()
                queue.close()
                retry.finish()
                throw error
            }
        }
    }

    private func read(into queue: LaneQueue, lease: (any PartitionLease)?, stop: StopSignal) async throws {
        var reader = GroupReader(
            client: client, log: log, reader: reader, ackTimeout: policy.ackTimeout, lease: lease, logger: logger)
        while !stop.isStopping {
            await queue.room()
            let batch = try await reader.next(limit: limits.batch, held: { queue.held() }, stop: stop)
            var deliveries: [Delivery] = []
            deliveries.reserveCapacity(batch.entries.count)
            for entry in batch.entries {
                let attempt = batch.deliveries[entry.position] ?? 1
                if let record = try await record(of: entry, attempt: attempt) {
                    deliveries.append(
                        Delivery(record: record, position: entry.position, attempt: attempt, reader: self.reader))
                }
            }
            queue.enqueue(deliveries)
        }
        await reader.close()
    }

    /// The event of an entry; `nil` where it is none, and has been dealt with.
    private func record(of entry: LogEntry, attempt: Int) async throws -> EventRecord? {
        switch entry.content {
        case .event(let record): return record
        case .malformed(let error):
            let outcome = AttemptOutcome(.malformed(error))
            if case .bury(let reason, let text) = outcome {
                try await deadLetters.bury(entry.position, attempts: attempt, reason: reason, error: text)
            }
            return nil
        case .trimmed:
            logger.error(
                "an entry was trimmed before it was acknowledged",
                metadata: ["log": "\(log)", "group": "\(reader.group)", "position": "\(entry.position)"])
            try await acknowledger.acknowledge([entry.position])
            return nil
        }
    }

    /// What every worker does. On the way of an event that is handled without waiting there is one suspension point, the
    /// handler itself, and one lock taken.
    private func work(_ queue: LaneQueue, retry: AsyncStream<Retry>.Continuation) async throws {
        var next = await queue.next()
        while let taken = next {
            let delivery = taken.delivery
            let outcome: AttemptOutcome
            if let run = handlers.run(for: delivery.record) {
                do {
                    try await run(delivery)
                    outcome = .done
                } catch {
                    outcome = self.outcome(of: delivery, failure: error)
                }
            } else {
                outcome = outcomeWithoutHandler(of: delivery.record)
            }
            let completion: LaneQueue.Completion
            switch outcome {
            case .done: completion = queue.complete(taken.lane, acknowledging: delivery.position)
            // Its lane stays busy: what comes behind it must not run before it.
            case .abandon: return
            case .bury(let reason, let error):
                try await deadLetters.bury(delivery.position, attempts: delivery.attempt, reason: reason, error: error)
                completion = queue.complete(taken.lane, acknowledging: nil)
            case .retry(let attempt, let pause):
                let again = Delivery(
                    record: delivery.record, position: delivery.position, attempt: attempt, reader: reader)
                retry.yield(Retry(taken: LaneQueue.Taken(lane: taken.lane, delivery: again), pause: pause))
                completion = LaneQueue.Completion()
            }
            if !completion.acknowledge.isEmpty { try await acknowledge(completion.acknowledge, queue) }
            if let taken = completion.next { next = taken } else { next = await queue.next() }
        }
    }

    private func outcome(of delivery: Delivery, failure: any Error) -> AttemptOutcome {
        var random = SystemRandomNumberGenerator()
        return AttemptOutcome(
            failure: failure, attempt: delivery.attempt, policy: policy, isStopping: Task.isCancelled, using: &random)
    }

    /// An event of the catalogue that nobody here handles is done with; one that the catalogue does not know is not.
    private func outcomeWithoutHandler(of record: EventRecord) -> AttemptOutcome {
        let isKnown = record.withBytes(record.spans.type) { knownTypes.index(of: $0) != nil }
        return isKnown ? .done : AttemptOutcome(.unknownType(record.type))
    }

    /// What the server does not take stays with the queue, for the last acknowledgement.
    private func acknowledge(_ positions: [StreamPosition], _ queue: LaneQueue) async throws {
        guard !positions.isEmpty else { return }
        do {
            try await acknowledger.acknowledge(positions)
            queue.acknowledged(positions)
        } catch {
            queue.notAcknowledged(positions)
            if error is CancellationError { return }
            throw error
        }
    }

    /// A delivery that failed, and the pause before it runs again. It holds its own lane only.
    private struct Retry: Sendable {
        let taken: LaneQueue.Taken
        let pause: Duration
    }

    /// Runs what failed again when its pause is over, and acknowledges from time to time what is finished while others
    /// still run: a slow handler must not make its neighbours' deliveries look forgotten.
    private func keepTime(for retries: AsyncStream<Retry>, _ queue: LaneQueue) async throws {
        let period = min(.seconds(1), policy.ackTimeout / 4)
        try await withThrowingDiscardingTaskGroup { clocks in
            clocks.addTask {
                while (try? await Task.sleep(for: period)) != nil {
                    try await acknowledge(queue.takeFinished(), queue)
                }
            }
            for await retry in retries {
                clocks.addTask {
                    try? await Task.sleep(for: retry.pause)
                    queue.retry(retry.taken)
                }
            }
            clocks.cancelAll()
        }
    }
}
