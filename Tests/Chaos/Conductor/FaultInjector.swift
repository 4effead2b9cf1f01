import EventBus
import RedisClient
import TestSupport

/// Does to the system what a plan says.
actor FaultInjector {
    private let stage: Stage
    private let cast: Cast
    private let server: ServerKeeper
    /// Whose network is disturbed; anybody's unless given.
    private let victims: RoleKind?
    /// When the data was last thrown away.
    private(set) var forgottenUntil = Moment.beginning
    /// How many events went with it.
    private(set) var forgotten = 0
    private var junk = 0

    init(_ stage: Stage, _ cast: Cast, at victims: RoleKind?) {
        self.stage = stage
        self.victims = victims
        self.cast = cast
        server = ServerKeeper(stage.server)
    }

    /// Carries out a plan; returns when the last fault is over.
    func run(_ plan: FaultPlan, telling tell: @escaping @Sendable (FaultPlan.Fault, Int) -> Void) async throws {
        let start = ContinuousClock.now
        try await withThrowingDiscardingTaskGroup { tasks in
            for (number, fault) in plan.faults.enumerated() {
                try await Task.sleep(until: start + fault.at)
                tell(fault, number + 1)
                tasks.addTask { try await self.inflict(fault) }
            }
        }
    }

    private func inflict(_ fault: FaultPlan.Fault) async throws {
        switch fault.kind {
        case .killPublisher, .killRouter, .killConsumer, .killWorker, .killJobber, .killReaper, .killSubscriber:
            try await player(fault)?.kill(pause: fault.lasting)
        case .replaceRouter, .replaceConsumer: try await player(fault)?.replace(pause: fault.lasting)
        case .stopPublisher, .stopRouter, .stopConsumer, .stopJobber:
            try await player(fault)?.stop(pause: fault.lasting)
        case .freezePublisher, .freezeRouter, .freezeConsumer, .freezeWorker, .freezeJobber:
            await player(fault)?.freeze(for: fault.lasting)
        case .killServer: try await server.crash(pause: fault.lasting)
        case .freezeServer: try await server.freeze(for: fault.lasting)
        case .fillMemory: await fillMemory(for: fault.lasting)
        case .forgetScripts: await stage.ask(["SCRIPT", "FLUSH"])
        case .killConnection: await killConnection(fault.dice)
        case .killConnections: await stage.ask(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"])
        case .cutConnections, .cutInReply, .cutInRequest, .holdAndDrop, .holdAndDeliver, .slowDown,
            .refuseConnections:
            if let proxy = player(fault)?.proxy { await disturb(proxy, fault) }
        case .writeJunk: await writeJunk(fault.dice)
        case .flushAll: await flush()
        case .destroyGroup: await destroyGroup(fault.dice)
        }
    }

    private func player(_ fault: FaultPlan.Fault) -> Player? {
        let players = (fault.kind.role ?? victims).map { cast.all($0) } ?? cast.players
        return players.isEmpty ? nil : players[Int(fault.dice % UInt64(players.count))]
    }

    private func disturb(_ proxy: FaultProxy, _ fault: FaultPlan.Fault) async {
        let bytes = Int(fault.dice >> 32 % 2_000)
        switch fault.kind {
        case .cutInReply: await proxy.cut(.toClient, afterBytes: bytes)
        case .cutInRequest: await proxy.cut(.toServer, afterBytes: bytes)
        case .holdAndDrop:
            await proxy.freeze()
            try? await Task.sleep(for: fault.lasting)
            await proxy.cutAll()
        case .holdAndDeliver:
            await proxy.freeze()
            try? await Task.sleep(for: fault.lasting)
            await proxy.thaw()
        case .slowDown:
            await proxy.delay(.milliseconds(5 + bytes % 35))
            try? await Task.sleep(for: fault.lasting)
            await proxy.delay(.zero)
        case .refuseConnections:
            await proxy.refuseConnections()
            try? await Task.sleep(for: fault.lasting)
            await proxy.acceptConnections()
        default: await proxy.cutAll()
        }
    }

    /// Lowers the limit below what is used: every write that needs memory is refused.
    private func fillMemory(for duration: Duration) async {
        guard let info = await stage.ask(["INFO", "memory"])?.string,
            let line = info.split(whereSeparator: \.isNewline).first(where: { $0.hasPrefix("used_memory:") }),
            let used = Int(line.dropFirst("used_memory:".count))
        else { return }
        await stage.ask(["CONFIG", "SET", "maxmemory", String(used * 9 / 10)])
        try? await Task.sleep(for: duration)
        await stage.ask(["CONFIG", "SET", "maxmemory", "0"], patience: .seconds(150))
    }

    private func killConnection(_ dice: UInt64) async {
        guard let list = await stage.ask(["CLIENT", "LIST", "TYPE", "normal"])?.string else { return }
        let ids = list.split(whereSeparator: \.isNewline).filter { !$0.contains("name=conductor") }
            .compactMap { $0.split(separator: " ").first?.dropFirst("id=".count) }
        guard !ids.isEmpty else { return }
        await stage.ask(["CLIENT", "KILL", "ID", String(ids[Int(dice % UInt64(ids.count))])], patience: .seconds(1))
    }

    /// Adds something to a log that nobody can handle: no event at all, one of a type that nobody knows, one whose payload
    /// can't be read.
    private func writeJunk(_ dice: UInt64) async {
        junk += 1
        let type = StepTaken.declaration.type
        let kinds = [
            [], ["id", "junk", "type", "step_lost", "data", "{}"], ["id", "junk", "type", type, "data", "{"],
        ]
        await stage.ask(
            ["XADD", Stage.logs[Int(dice % UInt64(Stage.logs.count))], "*"] + kinds[junk % kinds.count]
                + ["junk", String(junk)])
    }

    private func flush() async {
        forgotten += await stage.logLength() ?? 0
        await stage.ask(["FLUSHALL"])
        forgottenUntil = .now
    }

    private func destroyGroup(_ dice: UInt64) async {
        let groups = Stage.groups.map(\.name) + ["router"]
        let log = Stage.logs[Int(dice % UInt64(Stage.logs.count))]
        await stage.ask(
            ["XGROUP", "DESTROY", log, groups[Int(dice >> 16 % UInt64(groups.count))]], patience: .seconds(2))
    }
}
