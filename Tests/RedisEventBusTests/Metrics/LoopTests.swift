import EventBus
import Foundation
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("The loops of a bus, on a real server")
struct LoopTests {
    private func names(_ bus: RedisEventBus) -> Set<String> { Set(bus.loops.statuses().map(\.name)) }

    @Test("every loop is listed while it runs, and gone once it was told to end")
    func areListed() async throws {
        try await TestBus.run { test in
            let group = test.bus.consumerGroup(of: parcels, group: "g", consumer: "c", handlers: EventHandlers())
            let services = [
                Task { try await test.bus.router(consumer: "r").run() }, Task { try await group.run() },
                Task { try await test.bus.workQueueReaper().run() },
                Task { try await test.bus.retention(of: parcels).run() },
            ]
            let wanted: Set = [
                "router parcels/0", "leases router parcels", "group g parcels/0", "leases g parcels",
                "reaper parcels:queue", "retention parcels",
            ]
            let areThere = await eventually { names(test.bus) == wanted }
            #expect(areThere, "\(names(test.bus))")
            #expect(test.bus.loops.statuses().allSatisfy { !$0.isDead && $0.failure == nil })
            for service in services { service.cancel() }
            for service in services { _ = await service.result }
            #expect(names(test.bus) == [])
        }
    }

    @Test("a loop that stands still is dead, and alive when it turns again; one that goes on beside it is not")
    func standsStill() async throws {
        try await TestBus.run { test in
            let gate = DispatchSemaphore(value: 0)
            let hasBegun = Log<Bool>()
            var handlers = EventHandlers()
            // It blocks the thread that everything of this consumer runs on.
            handlers.on(ParcelSent.self) { _, _ in
                hasBegun.add(true)
                gate.blockThread()
            }
            let group = test.bus.consumerGroup(of: parcels, group: "g", consumer: "c", handlers: handlers)
            try await test.bus.publish(ParcelSent(parcel: "a", weight: 1))
            let running = test.client.withBusExecutorTask { try await group.run() }
            let isRunning = await eventually { hasBegun.count == 1 }
            #expect(isRunning)
            let reader = { (later: Duration) in
                test.bus.loops.statuses(now: .now + later).first { $0.name == "group g parcels/0" }
            }
            #expect(reader(.zero)?.isDead == false)
            #expect(reader(.seconds(16))?.isDead == true)
            let before = try #require(reader(.zero)?.age)
            let hasAged = await eventually { (reader(.zero)?.age ?? .zero) > before + .milliseconds(1_500) }
            #expect(hasAged)
            gate.signal()
            let turnsAgain = await eventually { (reader(.zero)?.age ?? .seconds(99)) < .milliseconds(500) }
            #expect(turnsAgain)
            running.cancel()
            _ = await running.result
        }
    }

    @Test("a loop whose handlers are slow waits for them, and is not dead for that")
    func waitsForHandlers() async throws {
        try await TestBus.run { test in
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            var handlers = EventHandlers()
            handlers.on(ParcelSent.self) { _, _ in for await _ in gate {} }
            let group = test.bus.consumerGroup(
                of: parcels, group: "g", consumer: "c", limits: ConsumerLimits(concurrency: 1, batch: 1),
                handlers: handlers)
            try await test.bus.publish(contentsOf: (0..<20).map { ParcelSent(parcel: "a", weight: $0) })
            let running = Task { try await group.run() }
            let isAlive = await eventually {
                test.bus.loops.statuses(now: .now + .seconds(3_600)).contains {
                    $0.name == "group g parcels/0" && !$0.isDead
                }
            }
            #expect(isAlive)
            open.finish()
            running.cancel()
            _ = await running.result
        }
    }

    @Test("while the server is away the loops try again, and are alive")
    func serverIsAway() async throws {
        try await TestBus.run { test in
            let running = Task { try await test.bus.router(consumer: "r").run() }
            let isRouting = await eventually { names(test.bus).contains("router parcels/0") }
            #expect(isRouting)
            await test.server.stop()
            let goneAt = ContinuousClock.now
            let goesOn = await eventually {
                let youngest = test.bus.loops.statuses().map(\.age).max() ?? .seconds(99)
                // It has turned since, which it did not by a reply.
                return goneAt.duration(to: .now) > .seconds(2) && youngest < .milliseconds(2_100)
            }
            #expect(goesOn)
            #expect(test.bus.loops.statuses().allSatisfy { !$0.isDead })
            running.cancel()
            _ = await running.result
        }
    }

    @Test("a loop that ends with an error stays in the list, dead, with what it ended with, until another begins")
    func ends() async throws {
        try await TestBus.run { test in
            try await test.client.command("SET", test.log, "not a stream")
            let failed = Task { try await test.bus.router(consumer: "r").run() }
            await #expect(throws: RedisError.self) { try await failed.value }
            let dead = test.bus.loops.statuses().filter(\.isDead)
            #expect(dead.map(\.name).contains("router parcels/0") || dead.map(\.name).contains("leases router parcels"))
            #expect(dead.allSatisfy { $0.failure?.contains("WRONGTYPE") == true })
            try await test.client.command("DEL", test.log)
            let again = Task { try await test.bus.router(consumer: "r").run() }
            let isAlive = await eventually {
                names(test.bus).contains("router parcels/0") && test.bus.loops.statuses().allSatisfy { !$0.isDead }
            }
            #expect(isAlive)
            again.cancel()
            _ = await again.result
        }
    }
}

extension DispatchSemaphore {
    /// `wait()` is not to be called from a task; here it is what is tried.
    fileprivate func blockThread() { wait() }
}

extension RedisClient {
    /// Runs a body on the connection's own thread.
    fileprivate func withBusExecutorTask(_ body: @escaping @Sendable () async throws -> Void) -> Task<Void, any Error> {
        Task { try await self.withBusExecutor { try await body() } }
    }
}
