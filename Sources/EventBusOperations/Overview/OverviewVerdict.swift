import EventBus
internal import RedisEventBus

/// Whether all is well, and what is not: the same for `/health`, the dashboard and `eventbus status`.
package struct OverviewVerdict: Sendable, Hashable {
    /// The verdict in a word.
    package enum Status: String, Sendable, Hashable {
        /// Events flow.
        case healthy
        /// Something waits for a person, or stands still for now.
        case degraded
        /// Redis is away.
        case unhealthy
    }

    /// From which numbers on something is wrong: those of the monitor that is deployed.
    package struct Thresholds: Sendable, Hashable {
        /// So many messages may wait on a work queue.
        package var waiting = 1_000
        /// So many messages may be worked on.
        package var processing = 100
        /// So many dead letters a stream or a queue may have.
        package var deadLetters = 10

        /// The deployed numbers.
        package init() {}
    }

    /// The verdict.
    package let status: Status
    /// One sentence for each thing that is wrong; empty where all is well.
    package let reasons: [String]

    /// Judges an overview.
    package init(_ overview: BusOverview, thresholds: Thresholds = Thresholds()) {
        let server = overview.server
        if let failure = server.failure {
            status = .unhealthy
            reasons = ["Redis does not answer: \(failure)"]
            return
        }
        let reasons =
            Self.reasons(server) + overview.streams.flatMap { Self.reasons($0, thresholds) }
            + overview.queues.flatMap { Self.reasons($0, thresholds) }
            + overview.loops.filter(\.isDead).map { loop in
                "the loop “\(loop.name)” has not turned for \(Self.age(loop.age))"
                    + (loop.failure.map { ": \($0)" } ?? "")
            }
        self.reasons = reasons
        status = reasons.isEmpty ? .healthy : .degraded
    }

    private static func reasons(_ server: ServerOverview) -> [String] {
        var reasons = server.impediment.map { [$0] } ?? []
        switch server.breaker {
        case .closed: break
        case .halfOpen: reasons.append("the circuit breaker is half open: one attempt will tell whether Redis is back")
        case .open: reasons.append("the circuit breaker is open: commands of this process fail at once")
        }
        return reasons
    }

    private static func reasons(_ stream: StreamOverview, _ thresholds: Thresholds) -> [String] {
        var reasons = stream.failure.map { ["stream \(stream.name): \($0)"] } ?? []
        for group in stream.groups {
            let name = "group \(group.name) of \(stream.name)"
            if let failure = group.failure {
                reasons.append("\(name): \(failure)")
            } else if group.isRequired == true {
                if let pause = group.pause {
                    let why = pause.reason.isEmpty ? "" : ": \(pause.reason)"
                    reasons.append("\(name) is paused by \(pause.by)\(why)")
                } else if !group.isRead {
                    reasons.append("nobody reads for \(name)")
                }
            }
        }
        if stream.deadLetters > thresholds.deadLetters {
            reasons.append("\(stream.name) has \(stream.deadLetters) dead letters")
        }
        if let holder = stream.retentionHolder {
            reasons.append("\(stream.name) keeps entries that are too old or too many for group \(holder)")
        }
        return reasons
    }

    private static func reasons(_ queue: QueueOverview, _ thresholds: Thresholds) -> [String] {
        var reasons = queue.failure.map { ["queue \(queue.list): \($0)"] } ?? []
        guard let depth = queue.depth else { return reasons }
        if depth.waiting > thresholds.waiting { reasons.append("\(depth.waiting) messages wait on \(queue.list)") }
        if depth.processing > thresholds.processing {
            reasons.append("\(depth.processing) messages of \(queue.list) are taken and not finished")
        }
        if depth.dead > thresholds.deadLetters { reasons.append("\(queue.list) has \(depth.dead) dead letters") }
        return reasons
    }

    private static func age(_ duration: Duration) -> String { "\(duration.components.seconds) s" }
}

extension BusOverview {
    /// Whether all is well, by the thresholds of the deployed monitor.
    package var verdict: OverviewVerdict { OverviewVerdict(self) }
}
