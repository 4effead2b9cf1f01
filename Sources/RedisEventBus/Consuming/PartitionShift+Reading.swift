import EventBus
import Logging
import RedisClient

extension PartitionShift {
    /// The reading loop: what was left behind, then what is new.
    func read(_ heartbeat: LoopHeartbeat) async throws {
        var reader = GroupReader(
            client: consumer.client, keys: consumer.keys, reader: pending.reader, lease: lease, order: consumer.order,
            ackTimeout: consumer.policy.ackTimeout, logger: consumer.logger)
        reader.metrics = consumer.metrics
        var marks = pending.reader
        var isRecovering = true
        if holdsAggregates {
            for aggregate in try await heldAggregates() { queue.hold(aggregate) }
        }
        while !stop.isStopping {
            // Handlers may take as long as they need.
            await heartbeat.pausing { await queue.room() }
            let batch = try await reader.next(
                limit: consumer.limits.batch, held: { queue.held() }, stop: stop)
            marks = renewed(marks)
            queue.found(batch.parked)
            var deliveries: [Delivery] = []
            deliveries.reserveCapacity(batch.entries.count)
            for entry in batch.entries {
                let attempt = batch.attempts[entry.position] ?? 1
                if let delivery = try await delivery(of: entry, attempt: attempt, reader: marks) {
                    deliveries.append(delivery)
                }
            }
            try await park(
                queue.enqueue(
                    deliveries, wereLeftBehind: batch.origin == .leftBehind, upTo: batch.entries.last?.position))
            if isRecovering, reader.isPastWhatWasLeftBehind {
                isRecovering = false
                queue.recovered()
            }
        }
        await reader.close()
    }

    /// The facts that deliveries carry, with the lease's epoch as it is now.
    func renewed(_ reader: Delivery.Reader) -> Delivery.Reader {
        let epoch = lease.epoch
        guard reader.epoch != epoch else { return reader }
        return Delivery.Reader(
            stream: reader.stream, partition: reader.partition, group: reader.group, consumer: reader.consumer,
            epoch: epoch, publisher: reader.publisher, transport: reader.transport)
    }

    /// The delivery of an entry; `nil` where it is none, and has been dealt with.
    func delivery(of entry: LogEntry, attempt: Int, reader: Delivery.Reader) async throws -> Delivery? {
        switch entry.content {
        case .event(let record):
            let delivery = Delivery(record: record, position: entry.position, attempt: attempt, reader: reader)
            // Only deaths are charged beyond the last attempt: a failure of that one would have buried it.
            guard attempt > consumer.policy.attempts else { return delivery }
            let letter = letter(
                for: delivery, .consumerDied, "its consumer died in each of \(consumer.policy.attempts) attempts")
            if try await deadLetters.bury(letter), let aggregate = letter.holding { queue.hold(aggregate) }
        case .malformed(let error):
            guard case .bury(let reason, let text) = AttemptOutcome(.malformed(error)) else { return nil }
            try await deadLetters.bury(
                DeadLetterWriter.Letter(position: entry.position, attempts: attempt, reason: reason, error: text))
        case .trimmed:
            consumer.logger.error(
                "an entry was trimmed before it was acknowledged",
                metadata: [
                    "log": "\(consumer.keys.log)", "group": "\(consumer.group)", "position": "\(entry.position)",
                ])
            try await acknowledger.acknowledge([entry.position])
        }
        return nil
    }
}
