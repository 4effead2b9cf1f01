import EventBus
import Logging
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
            if taken.isOnProbation {
                switch try await charge(taken, by: worker) {
                case .run: break
                case .end: return
                case .next(let ready):
                    next = ready
                    continue
                }
            }
            let delivery = taken.delivery
            guard let run = consumer.handlers.run(for: delivery.record) else {
                let outcome = outcomeWithoutHandler(of: delivery.record)
                next = try await attemptEnded(taken, worker) { $0 == .lost ? .lost : outcome }
                continue
            }
            let attempt = consumer.metrics?.begin(delivery)
            do {
                if let tracing = consumer.tracing {
                    try await tracing.handle(delivery, run)
                } else {
                    try await run(delivery)
                }
            } catch {
                if let attempt { consumer.metrics?.ended(attempt) }
                next = try await attemptEnded(taken, worker) { cancellation in
                    let outcome = self.outcome(of: delivery, failure: error, cancellation: cancellation)
                    consumer.metrics?.decided(outcome, delivery)
                    return outcome
                }
                continue
            }
            if let attempt { consumer.metrics?.succeeded(attempt, delivery) }
            let completion = queue.complete(taken, by: worker)
            if completion.acknowledge.isEmpty, let ready = completion.next {
                next = ready
            } else {
                next = try await proceed(completion, worker)
            }
        }
    }

    /// What is next after an attempt that did not simply succeed; `nil` where this worker is done.
    ///
    /// - Parameter outcome: Decides, told why the worker was cancelled, if it was.
    private func attemptEnded(
        _ taken: LaneQueue.Taken, _ worker: WorkerID, _ outcome: (HandlerCancellation?) -> AttemptOutcome
    ) async throws -> LaneQueue.Taken? {
        switch queue.attemptEnded(worker) {
        case .forgotten: return nil
        case .current: return try await settle(taken, outcome(nil), by: worker)
        case .cancelled(let why):
            // Its task is cancelled and can send nothing: another deals with the outcome.
            replace(worker, settling: UnsettledAttempt(taken: taken, outcome: outcome(why)))
            return nil
        }
    }

    /// What a worker does after a delivery was to be charged.
    private enum AfterCharging {
        case run
        case next(LaneQueue.Taken)
        case end

        init(_ taken: LaneQueue.Taken?) { self = taken.map { .next($0) } ?? .end }
    }

    /// Charges a delivery on probation before it runs.
    private func charge(_ taken: LaneQueue.Taken, by worker: WorkerID) async throws -> AfterCharging {
        let isOurs: Bool
        do {
            isOurs = try await pending.charge(taken.delivery.position, attempts: taken.delivery.attempt + 1)
        } catch is CancellationError {
            // It did not run, whatever it was charged.
            return AfterCharging(try await attemptEnded(taken, worker) { $0 == .lost ? .lost : .abandon })
        }
        if !isOurs { return AfterCharging(try await proceed(queue.complete(taken, by: worker, .gone), worker)) }
        if queue.charged(worker) { return .run }
        return AfterCharging(try await attemptEnded(taken, worker) { $0 == .lost ? .lost : .abandon })
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
        case .lost:
            consumer.logger.notice(
                "another consumer has this delivery: what its handler did here does not count",
                metadata: Logger.Metadata(taken.delivery))
            return try await proceed(queue.complete(taken, by: worker, .gone), worker)
        // Its lane stays busy: what comes behind it must not run before it.
        case .abandon: return nil
        case .park(let attemptsMade, let pause, let error):
            let isFailure = attemptsMade == taken.delivery.attempt
            let shown = consumer.handlers.logText(error ?? "", about: taken.delivery.record)
            consumer.logger.info(
                isFailure ? "an attempt has failed: it is made again after a pause" : "a handler asked for a pause",
                metadata: Logger.Metadata(taken.delivery, ["pause": "\(pause)", "error": "\(shown)"]))
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
            error: error, logText: consumer.handlers.logText(error, about: delivery.record),
            firstFailure: queue.firstFailure(of: delivery.position),
            holding: aggregate.isEmpty ? nil : aggregate, event: consumer.metrics?.name(of: delivery.record),
            record: delivery.record)
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
