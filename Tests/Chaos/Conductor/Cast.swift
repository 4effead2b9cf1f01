/// Who plays in a run.
struct Cast: Sendable {
    let players: [Player]

    /// How many of each there are.
    struct Size: Sendable, Hashable {
        var publishers = 3
        var routers = 2
        /// For each group.
        var consumers = 3
        /// Of each kind.
        var workers = 2
        var subscribers = 1
        /// What keeps the logs short; with any, entries vanish that all groups are done with.
        var trimmers = 0
    }

    /// How they behave.
    struct Manner: Sendable, Hashable {
        /// Events per second, of all publishers together.
        var rate: Double
        /// How many events in a thousand a handler fails on at first.
        var flaky: Int
        /// How many events in a thousand take their time.
        var slow: Int
        /// How many events in a thousand are rejected.
        var picky: Int
        /// How many events in a hundred thousand end the process that handles them.
        var deadly: Int
        /// Whether entries vanish that subscribers may not have come to.
        var isVanishing: Bool
        var seed: UInt64
    }

    init(_ size: Size, _ manner: Manner, on stage: Stage) async throws {
        var players: [Player] = []
        // Readers first, so that faults meet them at work.
        for number in 0..<size.routers {
            players.append(try await Player(.router, "router-\(number + 1)", on: stage))
        }
        for group in Stage.groups {
            for number in 0..<size.consumers {
                players.append(
                    try await Player(
                        .consumer, "\(group.name)-\(number + 1)", group: group.name, on: stage,
                        options: [
                            "--flaky", String(manner.flaky), "--slow", String(manner.slow), "--picky",
                            String(manner.picky), "--deadly", String(manner.deadly),
                        ]))
            }
        }
        for number in 0..<size.workers {
            players.append(try await Player(.worker, "worker-\(number + 1)", on: stage))
            players.append(try await Player(.jobber, "jobber-\(number + 1)", on: stage))
        }
        // What dead workers held, a reaper returns; two must not get in each other's way.
        for number in 0..<2 {
            players.append(try await Player(.reaper, "reaper-\(number + 1)", on: stage))
        }
        for number in 0..<size.trimmers {
            players.append(try await Player(.trimmer, "trimmer-\(number + 1)", on: stage))
        }
        for number in 0..<size.subscribers {
            players.append(
                try await Player(
                    .subscriber, "subscriber-\(number + 1)", on: stage,
                    options: manner.isVanishing ? ["--forgiving"] : []))
        }
        let manners = PublisherCommand.Manner.allCases
        for number in 0..<size.publishers {
            players.append(
                try await Player(
                    .publisher, "publisher-\(number + 1)", on: stage,
                    options: [
                        "--number", String(number), "--manner", manners[number % manners.count].rawValue, "--outbox",
                        stage.outbox(number), "--rate", String(manner.rate / Double(size.publishers)),
                        "--seed", String(manner.seed &+ UInt64(number)),
                    ]))
        }
        self.players = players
    }

    /// The players of a kind.
    func all(_ kind: RoleKind) -> [Player] { players.filter { $0.kind == kind } }

    /// Starts everybody.
    func start() async throws {
        for player in players { try await player.start() }
    }

    /// Ends everybody and waits for their end.
    func endAll() async {
        await withDiscardingTaskGroup { tasks in
            for player in players { tasks.addTask { await player.retire() } }
        }
    }

    /// Ends the players of some kinds and waits for their end.
    func end(_ kinds: RoleKind...) async {
        await withDiscardingTaskGroup { tasks in
            for player in players where kinds.contains(player.kind) { tasks.addTask { await player.retire() } }
        }
    }
}
