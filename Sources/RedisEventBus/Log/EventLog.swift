import EventBus
import Logging
import RedisClient
import Synchronization

/// Appends typed events to the logs of one Redis.
///
/// The way of a batch: check and encode every event, send all of it with one suspension, read a receipt from each reply.
/// What does not go so smoothly goes on in ``resolve(_:from:)``.
final class EventLog: Sendable {
    let client: RedisClient
    let policy: PublishPolicy
    let logger: Logger
    let lostAppends: LostAppends
    let knowledge: Mutex<LogKnowledge>
    let metrics: BusMetrics?
    private let stamps = EventStamp.Source()

    init(
        client: RedisClient, layout: KeyLayout, source: String, policy: PublishPolicy, logger: Logger,
        metrics: BusMetrics? = nil
    ) {
        self.metrics = metrics
        self.client = client
        self.policy = policy
        self.logger = logger
        lostAppends = LostAppends(client: client)
        knowledge = Mutex(LogKnowledge(layout: layout, source: source, policy: policy))
    }

    /// Ids and the present moment for as many events.
    func nextStamps(_ count: Int) -> [EventStamp] { stamps.next(count) }

    /// An id and the present moment.
    func nextStamp() -> EventStamp { stamps.next() }

    /// Appends one event.
    func append<E: Event>(_ event: E, context: PublishContext) async throws(PublishError) -> PublishReceipt {
        let declaration = E.declaration
        var payload = JSONWriter()
        do throws(InvalidPayload) { try event.writePayload(to: &payload) } catch {
            throw PublishError(error, of: declaration, at: nil)
        }
        let stamp = stamps.next()
        return try await append(
            payload.finish(), of: declaration, stamp: stamp, at: stamp.milliseconds, aggregateID: event.aggregateID,
            idempotencyKey: event.idempotencyKey, context: context)
    }

    /// Appends one event whose payload has been checked against the catalogue already: what a command line or a gateway has.
    func append(
        _ declaration: EventDeclaration, payload: [UInt8], aggregateID: String, idempotencyKey: String?,
        context: PublishContext
    ) async throws(PublishError) -> PublishReceipt {
        if let error = PublishError(malformed: payload, of: declaration) { throw error }
        let stamp = stamps.next()
        return try await append(
            payload, of: declaration, stamp: stamp, at: stamp.milliseconds, aggregateID: aggregateID,
            idempotencyKey: idempotencyKey, context: context)
    }

    /// Appends many events of one type.
    func append<E: Event>(
        contentsOf events: [E], context: PublishContext
    ) async throws(PublishError) -> [PublishReceipt] {
        guard !events.isEmpty else { return [] }
        let stamps = stamps.next(events.count)
        let batch = try encode(events, stamps: stamps, context: context)
        return try await send(batch, at: stamps[0].milliseconds, .full)
    }

    /// Sends a batch, and brings it to its end.
    func send(
        _ batch: AppendBatch, at now: UInt64, _ patience: AppendResolution.Patience
    ) async throws(PublishError) -> [PublishReceipt] {
        let admission = admit(batch, Array(batch.events.indices), at: now)
        guard admission.isFree else { return try await resolve(batch, from: .admission(admission), patience) }
        let replies: [RedisReply]
        do throws(RedisError) {
            replies = try await client.send(batch.commands, loading: [Scripts.append])
        } catch {
            return try await resolve(batch, from: .failure(error, admission.floors), patience)
        }
        let answers = batch.answers(replies, count: batch.events.count)
        guard let receipts = receipts(answers, of: batch, at: now) else {
            return try await resolve(batch, from: .answers(answers, admission.floors), patience)
        }
        return receipts
    }

    /// The one event's way: no arrays, one command, one reply.
    func append(
        _ payload: [UInt8], of declaration: EventDeclaration, stamp: EventStamp, at now: UInt64,
        aggregateID: String, idempotencyKey: String?, context: PublishContext
    ) async throws(PublishError) -> PublishReceipt {
        try context.checkExpectedVersion(of: declaration)
        let expectedVersion = context.expectedVersion.map { ExpectedVersion($0) }
        let partition = declaration.stream.partition(ofAggregate: aggregateID)
        let admission = knowledge.withLock {
            $0.admit(declaration, partition: partition, isKeyed: idempotencyKey != nil, at: now)
        }
        let plan = admission.plan
        var command = RedisCommands(reservingCapacity: payload.count + 512)
        payload.withUnsafeBytes { payload in
            plan.append(
                AppendPlan.Entry(
                    stamp: stamp, partition: partition, aggregateID: aggregateID, idempotencyKey: idempotencyKey,
                    context: context, payload: payload, expectedVersion: expectedVersion),
                to: &command)
        }
        try checkSize(command.byteCount, of: declaration, at: nil)
        let start: Start
        if admission.isFree {
            if !admission.need.isEmpty { askForMemoryMeanwhile() }
            do throws(RedisError) {
                var reply = try await client.reply(to: command)
                if reply.isMissingScript {
                    try await client.load(Scripts.append)
                    reply = try await client.reply(to: command)
                }
                let answer = AppendAnswer(reply)
                if let position = answer.position {
                    let durability = knowledge.withLock { $0.confirm(position, in: partition, of: plan, at: now) }
                    if let receipt = answer.receipt(stamp.id, partition: partition, durability: durability) {
                        return receipt
                    }
                }
                start = .answers([answer], [partition: admission.floor])
            } catch {
                start = .failure(error, [partition: admission.floor])
            }
        } else {
            start = .admission(
                BatchAdmission(
                    need: admission.need, floors: [partition: admission.floor],
                    stalePartitions: admission.need.contains(.floor) ? [partition] : []))
        }
        let event = AppendBatch.Appended(
            id: stamp.id, partition: partition, aggregateID: aggregateID,
            isRecognised: plan.recognises(idempotencyKey, expectedVersion), correlationID: context.correlationID,
            expectedVersion: expectedVersion)
        return try await resolve(
            AppendBatch(event, idempotencyKey: idempotencyKey, command: command, plan: plan), from: start)[0]
    }

    private func encode<E: Event>(
        _ events: [E], stamps: [EventStamp], context: PublishContext
    ) throws(PublishError) -> AppendBatch {
        // Through the buffer, since a subscript of the array would copy every event.
        try events.withUnsafeBufferPointer { (events) throws(PublishError) in
            let declaration = E.declaration
            try context.checkExpectedVersion(of: declaration)
            let plan = knowledge.withLock { $0.plan(for: declaration) }
            let aggregates = events.indices.map { events[$0].aggregateID }
            let repeats = events.count > 1 && Set(aggregates).count < events.count
            let mayUseScript = declaration.aggregate.history == .kept || declaration.idempotencyWindow != nil
            var batch = AppendBatch(
                repeats ? .transaction : .each, plan: plan, events: events.count,
                script: mayUseScript ? Scripts.append : nil)
            var payload = JSONWriter()
            var expected = ExpectedVersions()
            for index in events.indices {
                let place = events.count > 1 ? index : nil
                payload.removeAll()
                do throws(InvalidPayload) { try events[index].writePayload(to: &payload) } catch {
                    throw PublishError(error, of: declaration, at: place)
                }
                let size = payload.withBytes { payload in
                    batch.append(
                        AppendPlan.Entry(
                            stamp: stamps[index],
                            partition: declaration.stream.partition(ofAggregate: aggregates[index]),
                            aggregateID: aggregates[index], idempotencyKey: events[index].idempotencyKey,
                            context: context, payload: payload,
                            expectedVersion: expected.next(stamps[index].id, of: aggregates[index], context)))
                }
                try checkSize(size, of: declaration, at: place)
            }
            batch.finish()
            return batch
        }
    }

    /// Refuses what is larger than the policy allows.
    func checkSize(_ bytes: Int, of declaration: EventDeclaration, at index: Int?) throws(PublishError) {
        guard bytes > policy.maximumEntryBytes else { return }
        throw PublishError(tooLarge: bytes, limit: policy.maximumEntryBytes, of: declaration, at: index)
    }

    /// A receipt for each event; `nil` unless all are in the log.
    private func receipts(_ answers: [AppendAnswer], of batch: AppendBatch, at now: UInt64) -> [PublishReceipt]? {
        guard answers.count == batch.events.count else { return nil }
        return knowledge.withLock { knowledge in
            var receipts: [PublishReceipt] = []
            receipts.reserveCapacity(answers.count)
            for (event, answer) in zip(batch.events, answers) {
                guard let position = answer.position else { return nil }
                let durability = knowledge.confirm(position, in: event.partition, of: batch.plan, at: now)
                guard let receipt = answer.receipt(event.id, partition: event.partition, durability: durability)
                else { return nil }
                receipts.append(receipt)
            }
            return receipts
        }
    }
}
