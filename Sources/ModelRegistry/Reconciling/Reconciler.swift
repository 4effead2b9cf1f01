package import EventBus
package import Logging
package import Metrics
import ServiceLifecycle

/// Looks through MLflow's registry again and again, so that a version of which no delivery came is reviewed all the same.
///
/// It goes on from a mark that is kept in Redis, and moves the mark once everything before it has been reviewed or noted. What
/// is not tagged yet, was turned down or could not be reviewed is noted and looked at again, less and less often. One process
/// works at a time; the others stand by.
package struct Reconciler: Service {
    /// How often and how far it looks.
    package struct Configuration: Sendable {
        /// The time between two looks.
        package var interval = Duration.seconds(30)
        /// How long a version is looked at again that stays unfinished.
        package var maximumAge = Duration.seconds(7 * 86_400)
        /// How far the first look of all reaches back; what is older is for `eventbus mlflow sync`.
        package var firstReach = Duration.seconds(3_600)
        /// For which models events are made.
        package var rollout = Rollout.on

        /// The usual pace.
        package init() {}
    }

    private let configuration: Configuration
    private let reconciliation: Reconciliation
    private let store: any ReconcilerStore
    private let loops: LoopHeartbeats
    private let logger: Logger
    private let counts: ReconcilerMetrics
    private let instance = String(UInt64.random(in: .min ... .max), radix: 36)

    /// Makes a reconciler.
    ///
    /// - Parameters:
    ///   - store: Where it keeps how far it has come.
    ///   - loops: Where it shows that it is alive.
    ///   - metrics: Where it counts what it does.
    package init(
        _ configuration: Configuration, client: MLflowClient, reviewer: VersionReviewer, store: any ReconcilerStore,
        loops: LoopHeartbeats, logger: Logger, metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.configuration = configuration
        let rollout = configuration.rollout
        reconciliation = Reconciliation(client: client, reviewer: reviewer, treatment: { rollout.treatment(of: $0) })
        self.store = store
        self.loops = loops
        self.logger = logger
        counts = ReconcilerMetrics(metrics)
    }

    /// Looks until it is shut down or cancelled. Whatever fails is tried again, later and later up to a minute.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            try? await loops.run("reconciler", bound: configuration.interval + Self.longestSilence) { heartbeat in
                await turn(heartbeat)
            }
        }
        await store.release(instance)
    }

    private func turn(_ heartbeat: LoopHeartbeat) async {
        var seen = SeenVersions()
        var failures = 0
        var whole = ContinuousClock.now
        while !Task.isCancelled {
            heartbeat.beat()
            var pause = configuration.interval
            do {
                if try await hold() {
                    try await look(&seen, heartbeat)
                    whole = .now
                } else {
                    // The other one's memory is not ours.
                    seen = SeenVersions()
                    whole = .now
                }
                failures = 0
                heartbeat.note(failure: nil)
            } catch {
                if Task.isCancelled { break }
                failures += 1
                pause = backOff(failures, after: error)
                heartbeat.note(failure: "\(error)")
                logger.warning(
                    "MLflow's registry could not be looked through; it is tried again",
                    metadata: ["error": "\(error)", "pause": "\(pause)", "failures": "\(failures)"])
            }
            counts.lag(whole.duration(to: .now))
            do { try await Task.sleep(for: pause) } catch { break }
        }
    }

    private func hold() async throws -> Bool {
        try await store.hold(instance, for: configuration.interval + Self.patience)
    }

    /// One look: everything since the mark, then what is noted.
    private func look(_ seen: inout SeenVersions, _ heartbeat: LoopHeartbeat) async throws {
        let record = try await store.load()
        var unfinished = UnfinishedVersions(
            record.unfinished, interval: configuration.interval, maximumAge: configuration.maximumAge)
        let mark = try await mark(record)
        var tally = ReconcilerTally()
        var held = ContinuousClock.now
        let floor = mark - Self.overlap
        seen.forget(before: floor)
        let done = seen
        func take(_ name: ModelVersionName, _ version: MLflowModelVersion?, _ outcome: ReconciledOutcome) async throws {
            try note(name, version, outcome, &unfinished, &seen, &tally)
            try await stayAlive(heartbeat, &held)
        }
        let began = Self.now
        let newest: Int64?
        do {
            newest = try await reconciliation.look(since: floor, passingOver: { done.contains($0) }, take)
            let due = unfinished.due(now: Self.now, limit: Self.maximumLooks).filter { !tally.looked.contains($0) }
            try await reconciliation.look(at: due, take)
        } catch {
            // What was noted stays noted, though the mark stays where it is.
            let changes = unfinished.takeChanges()
            if !changes.isEmpty { try await store.save(mark: mark, changes) }
            throw error
        }
        for (version, note) in unfinished.expire(now: Self.now) {
            logger.log(
                level: note.cause == .unavailable ? .warning : .info,
                "a model version stayed unfinished for too long and is not looked at any more",
                metadata: ["model": "\(version)", "cause": "\(note.cause)", "age": "\(configuration.maximumAge)"])
        }
        let changes = unfinished.takeChanges()
        // A clock that jumped ahead must not hide what comes until then, nor what came while this look went on.
        let reached = max(mark, min(newest ?? mark, began))
        if reached > mark || !changes.isEmpty { try await store.save(mark: reached, changes) }
        counts.unfinished(unfinished.notes.count)
        tally.log(to: logger)
    }

    /// Where to go on; where nothing is stored, a while ago, and that is stored at once.
    private func mark(_ record: ReconcilerRecord) async throws -> Int64 {
        if let mark = record.mark { return mark }
        let mark = Self.now - Int64(configuration.firstReach / .milliseconds(1))
        try await store.save(mark: mark, UnfinishedVersions.Changes())
        logger.notice(
            "MLflow's registry is looked through for the first time; `eventbus mlflow sync --since` looks at what is older",
            metadata: ["since": "\(Timestamp(microseconds: mark * 1_000))"])
        return mark
    }

    /// Notes what became of a version.
    ///
    /// - Throws: The error of the last, where one after another can't be reviewed: then the fault is not theirs.
    private func note(
        _ name: ModelVersionName, _ version: MLflowModelVersion?, _ outcome: ReconciledOutcome,
        _ unfinished: inout UnfinishedVersions, _ seen: inout SeenVersions, _ tally: inout ReconcilerTally
    ) throws {
        counts.reconciled(outcome)
        tally.add(name, outcome)
        if let cause = outcome.unfinished {
            if let dropped = unfinished.note(name, cause, now: Self.now) {
                logger.warning(
                    "there are too many unfinished model versions; the oldest is not looked at any more",
                    metadata: ["model": "\(dropped)"])
            }
        } else {
            unfinished.finish(name)
        }
        switch outcome {
        case .unavailable(let error):
            logger.warning(
                "a model version could not be reviewed; it is noted",
                metadata: ["model": "\(name)", "error": "\(error)"])
            if tally.failuresInARow >= Self.maximumFailures { throw error }
        case .previewed(let result):
            logger.info(
                "shadow: nothing is published for a model version",
                metadata: ["model": "\(name)", "standing": "\(result.standing)"])
            if let version { seen.add(name, version) }
        case .reviewed, .excluded:
            // What is unfinished is looked at when its note says so.
            if let version { seen.add(name, version) }
        case .gone: break
        }
    }

    /// Says in the middle of a long look that it goes on.
    private func stayAlive(_ heartbeat: LoopHeartbeat, _ held: inout ContinuousClock.Instant) async throws {
        heartbeat.beat()
        guard held.duration(to: .now) > .seconds(5) else { return }
        held = .now
        _ = try await hold()
    }

    /// Full jitter, up to a minute; longer where MLflow asks for it.
    private func backOff(_ failures: Int, after error: any Error) -> Duration {
        let limit = min(Duration.seconds(1) * Double(1 << min(failures, 6)), .seconds(60))
        let asked = (error as? MLflowError)?.retryAfter ?? .zero
        return min(asked, .seconds(300)) + limit * Double.random(in: 0.1..<1)
    }

    /// Milliseconds since 1970.
    private static var now: Int64 { Timestamp.now.microseconds / 1_000 }
    /// How far each look reaches back behind the mark, in milliseconds: changes of the same moment, and clocks that differ.
    static let overlap: Int64 = 60_000
    /// How many notes one look follows.
    private static let maximumLooks = 500
    /// So many versions in a row that can't be reviewed are not to blame for it themselves.
    private static let maximumFailures = 20
    /// How long after its pause a reconciler may be late before another takes its place. One that hangs on MLflow for longer
    /// does no harm when it comes back: each review is of one version, whoever else reviews it.
    private static let patience = Duration.seconds(15)
    /// How long one request, with its repetitions, may rightly take.
    private static let longestSilence = Duration.seconds(120)
}
