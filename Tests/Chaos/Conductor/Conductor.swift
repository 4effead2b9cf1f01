import Foundation

/// One run: starts everybody, does what the plan says, waits until everything has come to rest, and judges.
struct Conductor: Sendable {
    let score: Score
    let stage: Stage
    let cast: Cast
    private let injector: FaultInjector
    private let start = ContinuousClock.now

    /// What is to be played.
    struct Score: Sendable {
        let seed: UInt64
        let events: Int
        let plan: FaultPlan
        /// Whose network is disturbed; anybody's unless given.
        let victims: RoleKind?
        let size: Cast.Size
        let manner: Cast.Manner
        /// How long all of it may take.
        let limit: Duration
        /// How long the backlog may stay the same before it is given up.
        let patience: Duration
    }

    init(_ score: Score) async throws {
        self.score = score
        stage = try await Stage(seed: score.seed)
        cast = try await Cast(score.size, score.manner, on: stage)
        injector = FaultInjector(stage, cast, at: score.victims)
    }

    /// Plays.
    ///
    /// - Throws: ``ChaosError`` where there was nothing to judge.
    func run() async throws -> Verdict {
        try await cast.start()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await watch() }
            tasks.addTask { try await tellProgress() }
            try await disturb()
            tell("faults are over; publishers end, and what is left is finished")
            await cast.end(.publisher)
            await rest()
            tasks.cancelAll()
        }
        await cast.end(.router, .consumer, .worker, .jobber, .reaper, .trimmer, .subscriber)
        tell("reading what is left")
        var circumstances = EndState()
        circumstances.forgottenUntil = await injector.forgottenUntil
        circumstances.isTrimmed = score.size.trimmers > 0
        circumstances.isUndisturbed = score.plan.faults.isEmpty
        var ledger = try await Inspection(stage: stage).ledger(cast, circumstances)
        if await injector.forgotten > 0 { ledger.end.missingAlarms = await Alarms.missing(stage, cast) }
        return Verdict(ledger)
    }

    /// Ends whoever is left, the server too.
    func close() async {
        await cast.endAll()
        await stage.close()
    }

    /// Carries out the plan, and waits for as many events as asked for.
    private func disturb() async throws {
        let deadline = start + score.limit
        let total = score.plan.faults.count
        // A while without faults, so that the first ones meet everybody at work.
        while try await published() == 0 { try await Self.pause(until: deadline, score.limit) }
        try await injector.run(score.plan) { fault, number in tell("fault \(number)/\(total): \(fault)") }
        while try await published() < score.events { try await Self.pause(until: deadline, score.limit) }
    }

    private func published() async throws -> Int { await (stage.logLength() ?? 0) + injector.forgotten }

    private static func pause(until deadline: ContinuousClock.Instant, _ limit: Duration) async throws {
        guard ContinuousClock.now < deadline else { throw ChaosError.limit(limit) }
        try await Task.sleep(for: .milliseconds(100))
    }

    /// Waits until nothing is left to do, or nothing is done any more.
    private func rest() async {
        var least = Int.max
        var since = ContinuousClock.now
        while ContinuousClock.now - since < score.patience {
            if let backlog = await Backlog.look(stage) {
                if backlog.size == 0 { return }
                if backlog.size < least {
                    least = backlog.size
                    since = .now
                }
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
        tell("nothing moves any more, and \(least) are left")
    }

    private func watch() async throws {
        while !Task.isCancelled {
            for player in cast.players { try await player.watch() }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private func tellProgress() async throws {
        while (try? await Task.sleep(for: .seconds(5))) != nil {
            let length = await stage.logLength().map { "\($0) events in the log" } ?? "the server does not answer"
            let backlog = await Backlog.look(stage).map { ", \($0.size) to be done" } ?? ""
            tell(length + backlog)
        }
    }

    private func tell(_ text: String) {
        let seconds = String((ContinuousClock.now - start).components.seconds)
        print("[\(String(repeating: " ", count: max(0, 4 - seconds.count)))\(seconds) s] \(text)")
        fflush(nil)
    }
}
