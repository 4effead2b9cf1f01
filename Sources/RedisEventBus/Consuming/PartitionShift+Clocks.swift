import EventBus
import Logging
import RedisClient

extension PartitionShift {
    /// How long a delivery that runs alone holds up the others before it counts as survived.
    private static let probation = Duration.seconds(10)
    /// How long a handler may take before what waits behind it is parked where there is no room for others.
    private static let patience = Duration.seconds(2)

    /// Keeps the time for whatever must not wait for a handler: acknowledgements of what is finished, claims on what is
    /// not, and handlers that take too long.
    func keepTime() async throws {
        let ackTimeout = consumer.policy.ackTimeout
        try await withThrowingDiscardingTaskGroup { clocks in
            clocks.addTask { try await watchHandlers() }
            clocks.addTask {
                try await every(Self.patience / 2) { try await park(queue.makeRoom(patience: turns(Self.patience))) }
            }
            clocks.addTask {
                // A slow handler must not make its neighbours' deliveries look forgotten.
                try await every(min(.seconds(1), ackTimeout / 4)) {
                    try await acknowledge(queue.takeFinished())
                    if let progress = queue.progress() { lease.note(position: progress) }
                }
            }
            clocks.addTask {
                try await every(ackTimeout / 3) {
                    let claims = queue.claims()
                    guard !claims.isEmpty else { return }
                    let lost = try await pending.renew(claims)
                    if !lost.isEmpty { crew.cancel(queue.lose(lost)) }
                }
            }
        }
    }

    /// How often the clock of ``LaneQueue/turn(timeOut:grace:probation:)`` turns: often enough for the handlers' time-out.
    private var period: Duration {
        max(.milliseconds(2), min(.seconds(1), (consumer.limits.handlerTimeout ?? .seconds(8)) / 8))
    }

    private func turns(_ time: Duration) -> Int { Int((time / period).rounded(.up)) }

    private func every(_ period: Duration, _ action: () async throws -> Void) async throws {
        while (try? await Task.sleep(for: period)) != nil {
            do { try await action() } catch is CancellationError { return }
        }
    }

    /// Cancels handlers whose time is up, and gives up workers whose handlers go on all the same.
    private func watchHandlers() async throws {
        let timeOut = consumer.limits.handlerTimeout.map { (error: HandlerTimeOut(limit: $0), turns: turns($0)) }
        try await every(period) {
            let overdue = queue.turn(
                timeOut: timeOut, grace: turns(PartitionConsumer.grace), probation: turns(Self.probation))
            crew.cancel(overdue.toCancel)
            for one in overdue.abandoned { abandon(one) }
        }
    }

    private func abandon(_ one: LaneQueue.Abandoned) {
        consumer.logger.error(
            "a handler goes on after it was cancelled: its worker is replaced, and what it returns will not count",
            metadata: Logger.Metadata(one.taken.delivery))
        let outcome = outcome(
            of: one.taken.delivery, failure: CancellationError(), cancellation: one.cancellation)
        consumer.metrics?.decided(outcome, one.taken.delivery)
        begin(one.successor, settling: UnsettledAttempt(taken: one.taken, outcome: outcome))
    }
}
