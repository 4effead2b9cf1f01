import EventBus
import RedisClient

/// An attempt whose outcome another worker has to deal with, since the one that made it was cancelled.
struct UnsettledAttempt: Sendable {
    let taken: LaneQueue.Taken
    let outcome: AttemptOutcome
}

extension PartitionShift {
    /// What every worker does. On the way of an event that is handled without waiting there is one suspension point, the
    /// handler itself, and one lock taken.
    func work(_ worker: WorkerID, settling settlement: UnsettledAttempt?) async throws {
        var next: LaneQueue.Taken?
        if let settlement {
            next = try await settle(settlement.taken, settlement.outcome, by: worker)
        } else {
            next = await queue.next(for: worker)
        }
        while let taken = next {
            if taken.isOnProbation, try await !charge(taken) {
                next = try await proceed(queue.complete(taken, by: worker, .gone), worker)
                continue
            }
            let delivery = taken.delivery
            guard let run = consumer.handlers.run(for: delivery.record) else {
                next = try await settle(taken, outcomeWithoutHandler(of: delivery.record), by: worker)
                continue
            }
            do {
                try await run(delivery)
            } catch {
                guard let again = try await handlerThrew(error, taken, worker) else { return }
                next = again
                continue
            }
            let completion = queue.complete(taken, by: worker)
            if completion.acknowledge.isEmpty, let ready = completion.next {
                next = ready
            } else {
                next = try await proceed(completion, worker)
            }
        }
    }

    /// What is next after a failure; `nil` where this worker is done.
    private func handlerThrew(
        _ error: any Error, _ taken: LaneQueue.Taken, _ worker: WorkerID
    ) async throws -> LaneQueue.Taken? {
        switch queue.handlerThrew(worker) {
        case .forgotten: return nil
        case .current:
            return try await settle(taken, outcome(of: taken.delivery, failure: error), by: worker)
        case .cancelled(let why):
            // Its task is cancelled and can send nothing: another deals with the outcome.
            replace(
                worker,
                settling: UnsettledAttempt(
                    taken: taken, outcome: outcome(of: taken.delivery, failure: error, cancellation: why)))
            return nil
        }
    }

    private func replace(_ worker: WorkerID, settling settlement: UnsettledAttempt?) {
        if let successor = queue.replace(worker) { begin(successor, settling: settlement) }
    }

    /// What is next after a delivery that is done with.
    private func proceed(_ completion: LaneQueue.Completion, _ worker: WorkerID) async throws -> LaneQueue.Taken? {
        if completion.isForgotten { return nil }
        if completion.isRetired {
            replace(worker, settling: nil)
            return nil
        }
        if !completion.acknowledge.isEmpty { try await acknowledge(completion.acknowledge) }
        if let next = completion.next { return next }
        return await queue.next(for: worker)
    }

    /// Does what an attempt's outcome says.
    ///
    /// - Returns: The next delivery for this worker; `nil` where it is done.
    private func settle(
        _ taken: LaneQueue.Taken, _ outcome: AttemptOutcome, by worker: WorkerID
    ) async throws -> LaneQueue.Taken? {
        switch outcome {
        case .done: return try await proceed(queue.complete(taken, by: worker), worker)
        case .lost: return try await proceed(queue.complete(taken, by: worker, .gone), worker)
        // Its lane stays busy: what comes behind it must not run before it.
        case .abandon: return nil
        case .park(let attemptsMade, let pause):
            let isFailure = attemptsMade == taken.delivery.attempt
            guard
                let aside = queue.setAside(
                    taken, by: worker, attemptsMade: attemptsMade, pause: pause, charging: isFailure ? .failure : .none)
            else { return nil }
            try await park(aside)
        case .bury(let reason, let error):
            let letter = letter(for: taken.delivery, reason, error)
            guard try await deadLetters.bury(letter), let aggregate = letter.holding else {
                return try await proceed(queue.complete(taken, by: worker, .removed), worker)
            }
            guard let followers = queue.hold(aggregate, after: taken, by: worker) else { return nil }
            try await park(followers)
        }
        return await queue.next(for: worker)
    }

    /// Tells the server what is put off.
    func park(_ deliveries: [ParkedDelivery]) async throws {
        guard !deliveries.isEmpty else { return }
        queue.settle(deliveries, gone: try await pending.park(deliveries))
    }

    /// The letter that a delivery becomes.
    func letter(for delivery: Delivery, _ reason: BurialReason, _ error: String) -> DeadLetterWriter.Letter {
        let isHolding = consumer.policy.afterDeadLetter == .holdAggregate && consumer.order == .aggregate
        let aggregate = isHolding ? delivery.record.subject : ""
        return DeadLetterWriter.Letter(
            position: delivery.position, attempts: delivery.attempt, reason: reason,
            error: error, firstFailure: queue.firstFailure(of: delivery.position),
            holding: aggregate.isEmpty ? nil : aggregate)
    }

    private func charge(_ taken: LaneQueue.Taken) async throws -> Bool {
        try await pending.charge(taken.delivery.position, attempts: taken.delivery.attempt + 1)
    }

    func outcome(
        of delivery: Delivery, failure: any Error, cancellation: HandlerCancellation? = nil
    ) -> AttemptOutcome {
        var random = SystemRandomNumberGenerator()
        return AttemptOutcome(
            failure: failure, attempt: delivery.attempt, policy: consumer.policy, cancellation: cancellation,
            using: &random)
    }

    /// An event of the catalogue that nobody here handles is done with; one that the catalogue does not know is not.
    private func outcomeWithoutHandler(of record: EventRecord) -> AttemptOutcome {
        let isKnown = record.withBytes(record.spans.type) { consumer.knownTypes.index(of: $0) != nil }
        return isKnown ? .done : AttemptOutcome(.unknownType(record.type))
    }

    /// What the server does not take stays with the queue, for the last acknowledgement.
    func acknowledge(_ positions: [StreamPosition]) async throws {
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
}
