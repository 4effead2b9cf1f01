public import EventBus
import Logging
public import RedisClient
public import ServiceLifecycle

/// Keeps the logs of one stream as short as the catalogue says, and never removes what a required group has yet to
/// acknowledge.
///
/// Old entries go in small steps, beside the publishers and not in their way. Trimming waits for every required group and, while
/// the stream has routes, for the router; one that does not exist yet holds everything, since it has finished nothing. An optional
/// group is waited for as long as its `max_lag` says, one that the catalogue does not know for seven days. Parked and held
/// deliveries are unfinished like any other. Histories of aggregates and dead letters are not touched.
///
/// An entry is as old as its position says. Positions are of the server's clock and never go back, so a clock that is set back
/// keeps entries longer, never shorter; one that leaps ahead ages them, and required groups are waited for all the same.
///
/// Any number may run at once: a step is one script, which decides by what it finds.
public struct Retention: Service {
    private let client: RedisClient
    private let logger: Logger
    private let stream: StreamDeclaration
    private let rules: [RetentionRule]
    private let trimmers: [LogTrimmer]
    private let pace: RetentionPace
    private let loops: LoopHeartbeats
    private let metrics: BusMetrics?

    init(bus: RedisEventBus, stream: StreamDeclaration, pace: RetentionPace) {
        client = bus.client
        logger = bus.logger
        self.stream = stream
        self.pace = pace
        loops = bus.loops
        metrics = bus.metrics
        rules = bus.retentionRules(of: stream)
        trimmers = (0..<stream.partitions).map { partition in
            LogTrimmer(
                client: bus.client, log: bus.layout.log(stream.name, partition),
                record: bus.layout.trimmed(stream.name, partition),
                audit: bus.layout.audit(stream.name, partition))
        }
    }

    /// How each partition stands: how long and how old its log is, and who holds up what should go.
    ///
    /// - Throws: `RedisError` where there is no answer, or this user may not ask.
    public func status() async throws(RedisError) -> [RetentionStatus] {
        var result: [RetentionStatus] = []
        for partition in trimmers.indices {
            result.append(RetentionStatus(try await plan(partition), stream: stream.name, partition: partition))
        }
        return result
    }

    /// Removes what can go now, step by step, partition after partition.
    ///
    /// - Parameter actor: Who trims by hand, and why; it stands in the audit where anything went. `nil` for what a service
    ///   does by itself.
    /// - Returns: What went, by partition.
    /// - Throws: `RedisError`; what has been removed until then is removed. Cancellation, between two steps.
    public func trim(by actor: DeadLetterActor? = nil) async throws -> [Trimming] {
        var result: [Trimming] = []
        for partition in trimmers.indices { result.append(try await trim(partition, by: actor)) }
        return result
    }

    /// Trims again and again until the service is shut down or the task is cancelled.
    ///
    /// - Throws: `RedisError` that only a person can mend: a key of another type, missing rights.
    public func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                let bound = max(client.loopBound, pace.interval * 3)
                try await loops.run("retention \(stream.name)", bound: bound) { try await trimForever($0) }
            }
        } catch is CancellationError {}
    }

    private func trimForever(_ heartbeat: LoopHeartbeat) async throws {
        var failures = 0
        while true {
            heartbeat.beat()
            do {
                _ = try await trim()
                failures = 0
            } catch let error as RedisError {
                if error.code == .cancelled { throw CancellationError() }
                failures += 1
                if failures == 1 || failures.isMultiple(of: 20) {
                    logger.warning(
                        "retention is interrupted", metadata: ["stream": "\(stream.name)", "error": "\(error)"])
                }
                try await ReadRecovery.pause(after: error, failures: failures)
                continue
            }
            try await Task.sleep(for: pace.interval)
        }
    }

    private func plan(_ partition: Int) async throws(RedisError) -> RetentionPlan {
        RetentionPlan(
            try await RetentionFacts.ask(client, log: trimmers[partition].log), policy: stream.retention, rules: rules)
    }

    private func trim(_ partition: Int, by actor: DeadLetterActor?) async throws -> Trimming {
        var trimming = Trimming(partition: partition)
        let plan = try await plan(partition)
        warn(of: plan, partition)
        guard plan.isRemovable else { return trimming }
        while true {
            let step = try await trimmers[partition].step(
                plan.facts, policy: stream.retention, rules: rules, limit: pace.stepLimit,
                by: trimming.removed == 0 ? actor : nil)
            if step.isLast { break }
            LoopHeartbeat.current?.beat()
            metrics?.count(.trimmed, stream.name, by: step.removed)
            for release in step.releases {
                metrics?.count(.trimmedUnfinished, stream.name, release.group, by: release.entries)
            }
            trimming.steps += 1
            trimming.removed += step.removed
            for release in step.releases { trimming.add(release) }
            try await Task.sleep(for: pace.pause)
        }
        tell(of: trimming, plan)
        return trimming
    }

    private func tell(of trimming: Trimming, _ plan: RetentionPlan) {
        guard trimming.removed > 0 || !trimming.releases.isEmpty else { return }
        let log = trimmers[trimming.partition].log
        logger.info(
            "entries trimmed",
            metadata: ["log": "\(log)", "entries": "\(trimming.removed)", "steps": "\(trimming.steps)"])
        // A group behind the floor loses what it has not read yet; the server keeps no list of that, only of what is pending.
        for claim in plan.claims where claim.isReleased {
            guard let needs = claim.needs, let first = plan.facts.first, needs < plan.floor, first < plan.floor else {
                continue
            }
            logger.warning(
                "group released: entries that it has not finished are trimmed",
                metadata: [
                    "log": "\(log)", "group": "\(claim.rule.group)", "standing": "\(claim.rule.standing)",
                    "from": "\(max(needs, first))", "to": "\(plan.floor)",
                ])
        }
        for release in trimming.releases {
            logger.error(
                "pending entries were trimmed: acknowledged in the name of a group that had not handled them",
                metadata: [
                    "log": "\(log)", "group": "\(release.group)", "entries": "\(release.entries)",
                    "first": "\(release.first)", "last": "\(release.last)",
                ])
        }
    }

    /// Says who keeps the log from shrinking: nothing else would be seen of it until memory runs out.
    private func warn(of plan: RetentionPlan, _ partition: Int) {
        guard let holder = plan.holder else { return }
        logger.warning(
            holder.needs == nil
                ? "nothing is trimmed: a required group does not exist yet"
                : "entries are kept for a group that is behind",
            metadata: [
                "log": "\(trimmers[partition].log)", "group": "\(holder.rule.group)", "entries": "\(plan.facts.length)",
                "from": "\(holder.needs ?? .beginning)", "pending": "\(holder.pending)",
            ])
    }
}

extension RedisEventBus {
    /// Whether any event of a stream is routed: then the router reads it.
    func hasRoutes(_ stream: StreamDeclaration) -> Bool {
        events.contains { $0.stream.name == stream.name && !$0.routes.isEmpty }
    }

    /// What the groups of a stream may ask of its retention.
    func retentionRules(of stream: StreamDeclaration) -> [RetentionRule] {
        RetentionRule.rules(of: stream, hasRoutes: hasRoutes(stream))
    }

    /// The retention of a stream: ask it how the logs stand, run it, or give it to a `ServiceGroup`.
    ///
    /// - Parameters:
    ///   - stream: The stream, as the catalogue declares it.
    ///   - pace: How fast it goes.
    public func retention(of stream: StreamDeclaration, pace: RetentionPace = RetentionPace()) -> Retention {
        Retention(bus: self, stream: stream, pace: pace)
    }
}
