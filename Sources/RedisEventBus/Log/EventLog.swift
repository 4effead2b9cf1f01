import EventBus
import RedisClient
import Synchronization

/// Appends typed events to the logs of one Redis.
///
/// The way of a batch: check and encode every event, send all of it with one suspension, read a receipt from each reply.
final class EventLog: Sendable {
    private let client: RedisClient
    let layout: KeyLayout
    let source: String
    private let stamps = EventStamp.Source()
    private let plans = Mutex<[ObjectIdentifier: AppendPlan]>([:])
    private let knownDurability = Mutex<Durability?>(nil)

    init(client: RedisClient, layout: KeyLayout, source: String) {
        self.client = client
        self.layout = layout
        self.source = source
    }

    /// Appends one event.
    func append<E: Event>(_ event: E, context: PublishContext) async throws(PublishError) -> PublishReceipt {
        let plan = plan(for: E.declaration)
        var payload = JSONWriter()
        do throws(InvalidPayload) { try event.writePayload(to: &payload) } catch {
            throw PublishError(error, of: plan.declaration, at: nil)
        }
        return try await append(
            payload, plan: plan, aggregateID: event.aggregateID, idempotencyKey: event.idempotencyKey, context: context)
    }

    /// Appends one event whose payload has been checked already: what a command line or a gateway has.
    func append(
        _ declaration: EventDeclaration, payload: [UInt8], aggregateID: String, idempotencyKey: String?,
        context: PublishContext
    ) async throws(PublishError) -> PublishReceipt {
        var json = JSONWriter(capacity: payload.count)
        payload.withUnsafeBytes { json.raw($0) }
        return try await append(
            json, plan: plan(for: declaration), aggregateID: aggregateID, idempotencyKey: idempotencyKey,
            context: context)
    }

    /// Appends many events of one type.
    func append<E: Event>(
        contentsOf events: [E], context: PublishContext
    ) async throws(PublishError) -> [PublishReceipt] {
        guard !events.isEmpty else { return [] }
        return try await send(try encode(events, stamps: stamps.next(events.count), context: context))
    }

    /// The one event's way: no arrays, one command, one reply.
    private func append(
        _ payload: JSONWriter, plan: AppendPlan, aggregateID: String, idempotencyKey: String?, context: PublishContext
    ) async throws(PublishError) -> PublishReceipt {
        let stamp = stamps.next()
        var command = RedisCommands(reservingCapacity: payload.count + 512)
        let partition = payload.withBytes { payload in
            plan.append(
                AppendPlan.Entry(
                    stamp: stamp, aggregateID: aggregateID, idempotencyKey: idempotencyKey, context: context,
                    payload: payload),
                to: &command)
        }
        let answer: AppendAnswer
        do throws(RedisError) {
            var reply = try await client.reply(to: command)
            if reply.isMissingScript {
                try await client.load(Scripts.append)
                reply = try await client.reply(to: command)
            }
            answer = AppendAnswer(reply)
        } catch {
            throw PublishError(error)
        }
        let event = AppendBatch.Appended(id: stamp.id, partition: partition)
        if let receipt = answer.receipt(of: event, durability: await durability()) { return receipt }
        throw answer.error(appended: [:]) ?? PublishError(.outcomeUnknown, "the server's answer was not understood")
    }

    func plan(for declaration: EventDeclaration) -> AppendPlan {
        plans.withLock { plans in
            if let plan = plans[ObjectIdentifier(declaration)] { return plan }
            let plan = AppendPlan(declaration, layout: layout, source: source)
            plans[ObjectIdentifier(declaration)] = plan
            return plan
        }
    }

    private func encode<E: Event>(
        _ events: [E], stamps: [EventStamp], context: PublishContext
    ) throws(PublishError) -> AppendBatch {
        // Through the buffer, since a subscript of the array would copy every event.
        try events.withUnsafeBufferPointer { (events) throws(PublishError) in
            let plan = plan(for: E.declaration)
            let aggregates = events.indices.map { events[$0].aggregateID }
            let repeats = events.count > 1 && Set(aggregates).count < events.count
            let declaration = plan.declaration
            let mayUseScript = declaration.aggregate.history == .kept || declaration.idempotencyWindow != nil
            var batch = AppendBatch(
                repeats ? .transaction : .each, events: events.count, script: mayUseScript ? Scripts.append : nil)
            var payload = JSONWriter()
            for index in events.indices {
                payload.removeAll()
                do throws(InvalidPayload) { try events[index].writePayload(to: &payload) } catch {
                    throw PublishError(error, of: plan.declaration, at: events.count > 1 ? index : nil)
                }
                payload.withBytes { payload in
                    let entry = AppendPlan.Entry(
                        stamp: stamps[index], aggregateID: aggregates[index],
                        idempotencyKey: events[index].idempotencyKey, context: context, payload: payload)
                    batch.append(entry, by: plan)
                }
            }
            return batch
        }
    }

    func send(_ unfinished: AppendBatch) async throws(PublishError) -> [PublishReceipt] {
        var batch = unfinished
        batch.finish()
        let answers: [AppendAnswer]
        do throws(RedisError) { answers = try await exchange(batch) } catch { throw PublishError(error) }
        return try receipts(answers, of: batch, durability: await durability())
    }

    /// Sends a batch. What the server answers for want of the script has not run: it is sent again with the script. A
    /// transaction brings the script along, since it can't be sent again in parts.
    private func exchange(_ batch: AppendBatch) async throws(RedisError) -> [AppendAnswer] {
        batch.answers(try await client.send(batch.commands, loading: [Scripts.append]))
    }

    /// A receipt for each event.
    ///
    /// - Throws: The first refusal; it carries the receipts of the events that were appended.
    private func receipts(
        _ answers: [AppendAnswer], of batch: AppendBatch, durability: Durability
    ) throws(PublishError) -> [PublishReceipt] {
        var receipts: [PublishReceipt] = []
        receipts.reserveCapacity(answers.count)
        for (event, answer) in zip(batch.events, answers) {
            guard let receipt = answer.receipt(of: event, durability: durability) else { break }
            receipts.append(receipt)
        }
        guard receipts.count < batch.events.count else { return receipts }
        var appended: [Int: PublishReceipt] = [:]
        for (index, answer) in answers.enumerated() {
            appended[index] = answer.receipt(of: batch.events[index], durability: durability)
        }
        let failed = receipts.count
        throw (failed < answers.count ? answers[failed].error(appended: appended) : nil)
            ?? PublishError(.outcomeUnknown, "the server answered fewer appends than were sent", appended: appended)
    }

    /// How safe an append is on this server; asked once.
    private func durability() async -> Durability {
        if let known = knownDurability.withLock({ $0 }) { return known }
        guard let found = try? await ServerFacts.durability(of: client) else { return .attested }
        knownDurability.withLock { $0 = found }
        return found
    }
}
