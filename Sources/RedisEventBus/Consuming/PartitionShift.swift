import EventBus
import Logging
import RedisClient
import Synchronization

/// A worker's task was cancelled though nobody meant to end it.
struct WorkerCancelled: Error {}

/// One consumer's time with one partition: a reading loop, workers, a loop for what is parked and the clocks, and the
/// queue between them.
struct PartitionShift: Sendable {
    let consumer: PartitionConsumer
    let lease: any PartitionLease
    let stop: StopSignal
    let alarm = Alarm()
    let queue: LaneQueue
    let crew: WorkerCrew
    let pending: PendingList
    let deadLetters: DeadLetterWriter
    let acknowledger: Acknowledger
    private let failures: AsyncStream<any Error>
    private let failure: AsyncStream<any Error>.Continuation

    init(_ consumer: PartitionConsumer, lease: any PartitionLease, stop: StopSignal) {
        self.consumer = consumer
        self.lease = lease
        self.stop = stop
        queue = LaneQueue(order: consumer.order, limits: consumer.limits, alarm: alarm)
        crew = WorkerCrew(client: consumer.client, places: consumer.limits.concurrency)
        let reader = Delivery.Reader(
            stream: consumer.stream, partition: consumer.partition, group: consumer.group, consumer: consumer.consumer,
            epoch: lease.epoch, publisher: consumer.publisher,
            transport: PartitionHome(
                client: consumer.client, keys: consumer.keys, lease: lease, settlements: queue.settlements))
        pending = PendingList(client: consumer.client, keys: consumer.keys, reader: reader, lease: lease)
        deadLetters = DeadLetterWriter(
            client: consumer.client, keys: consumer.keys, reader: reader, lease: lease, logger: consumer.logger,
            metrics: consumer.metrics)
        acknowledger = Acknowledger(
            client: consumer.client, log: consumer.keys.log, group: consumer.group, logger: consumer.logger)
        (failures, failure) = AsyncStream.makeStream()
    }

    /// Puts the workers to work.
    func begin() {
        for slot in 0..<consumer.limits.concurrency { begin(WorkerID(slot: slot, generation: 0), settling: nil) }
    }

    func begin(_ worker: WorkerID, settling settlement: UnsettledAttempt?) {
        crew.begin(worker) {
            do { try await work(worker, settling: settlement) } catch {
                // Passed on as it is, a cancellation would look like the end that somebody asked for.
                failure.yield(error is CancellationError ? WorkerCancelled() : error)
            }
        }
    }

    /// Reads, and keeps everything going, until the reading is over and what runs has finished.
    ///
    /// - Throws: What ends the consumer before that: of the reading, a worker, or one of the loops beside them.
    func work() async throws {
        enum Part { case reading, other }
        try await withThrowingTaskGroup(of: Part.self) { tasks in
            tasks.addTask {
                defer { queue.close() }
                let name = "group \(consumer.group) \(consumer.stream)/\(consumer.partition)"
                try await consumer.loops.run(name, bound: consumer.client.loopBound) { try await read($0) }
                queue.close()
                _ = await crew.ended(within: stop.reason == .lost ? .zero : consumer.limits.drain)
                return .reading
            }
            tasks.addTask {
                try await keepTime()
                return .other
            }
            tasks.addTask {
                try await promote()
                return .other
            }
            tasks.addTask {
                for await error in failures { throw error }
                return .other
            }
            var isOver = false
            while !tasks.isEmpty {
                do {
                    if try await tasks.next() == .reading { isOver = true }
                } catch {
                    // The others are cancelled when the reading is over, and have nothing to say by then.
                    guard isOver else { throw error }
                }
                if isOver { tasks.cancelAll() }
            }
        }
    }

    /// A stop was asked for, or has become the loss of the lease.
    func heed(_ reason: StopReason?) {
        queue.close(reason == .lost ? .lost : .finishing)
        if reason == .lost { crew.cancel(queue.cancelAll(.lost)) }
    }

    /// Ends what still runs, acknowledges what is finished, and hands back the rest.
    func end() async {
        heed(stop.reason)
        crew.cancel(queue.cancelAll(stop.reason == .lost ? .lost : .stop))
        if await !crew.ended(within: PartitionConsumer.grace) {
            // Those that wait for the server, too.
            crew.cancelAll()
            consumer.logger.error(
                "handlers do not heed their cancellation: they are left to themselves",
                metadata: ["log": "\(consumer.keys.log)", "group": "\(consumer.group)"])
        }
        failure.finish()
        guard stop.reason != .lost else { return }
        await acknowledger.acknowledgeLast(queue.takeFinished())
        do { try await handBack() } catch {
            consumer.logger.warning(
                "deliveries could not be handed back: others have them after the acknowledgement time-out",
                metadata: ["log": "\(consumer.keys.log)", "group": "\(consumer.group)", "error": "\(error)"])
        }
    }

    private func handBack() async throws {
        let unfinished = queue.unfinished()
        guard !unfinished.isEmpty else { return }
        try await withThrowingTaskGroup { tasks in
            tasks.addTask {
                // Whoever is asked to stop has not died.
                if let charged = queue.chargedInVain() {
                    _ = try await pending.charge(charged.position, attempts: charged.attempts)
                }
                try await pending.handBack(unfinished)
            }
            tasks.addTask {
                try await Task.sleep(for: PartitionConsumer.grace)
                throw CancellationError()
            }
            _ = try await tasks.next()
            tasks.cancelAll()
        }
    }
}
