import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Taking a lease over from a holder that is gone, slow or frozen")
struct TakeoverTests {
    private let patience = Duration.seconds(15)

    /// A lease whose holder gives no sign any more, but whose reading connection is there.
    private func freeze(_ bench: DepotBench, reader: RedisBlockingConnection, run: String) async throws {
        let id = try #require(reader.clientID)
        for partition in 0..<depots.partitions {
            _ = try await bench.client.command(
                "HSET", "test:{depots:\(partition)}:lease:g", "holder", "frozen", "consumer", "old", "epoch", "7",
                "beat", "3", "client", "\(id)@\(run)", "link", "\(id)@\(run)")
        }
    }

    private func run(_ bench: DepotBench) async throws -> String {
        ServerFacts(info: try await bench.client.command("INFO", "server").string ?? "").runID ?? ""
    }

    @Test("the reading connection of a frozen holder is ended before its partition is read")
    func endsConnection() async throws {
        try await DepotBench.run { bench in
            let old = try await bench.client.blockingConnection()
            try await freeze(bench, reader: old, run: try await run(bench))
            let began = ContinuousClock.now
            _ = try bench.join("a")
            #expect(try await eventually(within: patience) { try await bench.shares() == ["a": 4] })
            #expect(ContinuousClock.now - began >= .milliseconds(900), "not before its time to live is over")
            #expect(await eventually(within: patience) { !old.isOpen })
            try await bench.publish(step: 0)
            #expect(await eventually(within: patience) { bench.handled.count == 20 })
        }
    }

    @Test("an id of another run of the server is an innocent neighbour's: it is left alone")
    func innocentNeighbour() async throws {
        try await DepotBench.run { bench in
            let innocent = try await bench.client.blockingConnection()
            try await freeze(bench, reader: innocent, run: "the run before the restart")
            _ = try bench.join("a")
            try await bench.publish(step: 0)
            #expect(await eventually(within: patience) { bench.handled.count == 20 })
            #expect(innocent.isOpen)
            var ping = RedisCommands()
            ping.append("PING")
            #expect(try await innocent.send(ping, deadline: .seconds(5)).string == "PONG")
            await innocent.close()
        }
    }

    @Test("where this user may not end connections a lease is taken over all the same, and that is said")
    func mayNotKill() async throws {
        try await DepotBench.run { bench in
            _ = try await bench.client.command(
                "ACL", "SETUSER", "worker", "on", "nopass", "~*", "&*", "+@all", "-client|kill", "-client|list")
            let old = try await bench.client.blockingConnection()
            try await freeze(bench, reader: old, run: try await run(bench))
            _ = try bench.join("a", user: "worker")
            try await bench.publish(step: 0)
            #expect(await eventually(within: patience) { bench.handled.count == 20 })
            #expect(old.isOpen)
            #expect(bench.log.count("grant this user CLIENT KILL") == 4)
            await old.close()
        }
    }

    @Test("a holder that finds its lease taken cancels its handlers, acknowledges nothing more and reads nothing more")
    func loses() async throws {
        try await DepotBench.run { bench in
            let isCancelled = Mutex(false)
            let hasBegun = Mutex(false)
            _ = try bench.join("a") { event in
                guard event.step == 0 else { return }
                hasBegun.withLock { $0 = true }
                do { try await Task.sleep(for: .seconds(60)) } catch {
                    isCancelled.withLock { $0 = true }
                    throw error
                }
            }
            #expect(try await eventually(within: patience) { try await bench.shares() == ["a": 4] })
            let partition = depots.partition(ofAggregate: "d-0")
            try await bench.bus.publish(DepotChanged(depot: "d-0", step: 0))
            #expect(await eventually(within: patience) { hasBegun.withLock { $0 } })
            // Somebody else has it, and goes on giving signs.
            let lease = "test:{depots:\(partition)}:lease:g"
            let reader = try await bench.client.command("HGET", lease, "client").string ?? ""
            let id = String(reader.prefix { $0 != "@" })
            _ = try await bench.client.command(
                "HSET", lease, "holder", "it", "consumer", "b", "epoch", "9999999999999", "client", "", "link", "")
            let beating = Task {
                while !Task.isCancelled {
                    _ = try await bench.client.command("HINCRBY", lease, "beat", "1")
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            #expect(await eventually(within: patience) { isCancelled.withLock { $0 } })
            #expect(await eventually(within: patience) { bench.log.count("lease lost: another has it") == 1 })
            // A read that was under way may still be answered; where it is over, there is no other.
            let hasStopped = try await eventually(within: patience) {
                try await bench.client.command("CLIENT", "LIST", "ID", id).string?.contains("id=\(id) ") != true
            }
            #expect(hasStopped)
            try await bench.bus.publish(DepotChanged(depot: "d-0", step: 1))
            try await bench.publish(step: 2)
            let others = (0..<20).count { depots.partition(ofAggregate: "d-\($0)") != partition }
            #expect(await eventually(within: patience) { bench.handled.count == others })
            #expect(bench.handled.allSatisfy { depots.partition(ofAggregate: $0.depot) != partition })
            // The cancelled one; what came later was never read.
            #expect(try await eventually(within: patience) { try await bench.pending() == 1 })
            beating.cancel()
        }
    }

    @Test(
        "a server that hangs for longer than the time to live costs the lease; it is taken again, and nothing is lost")
    func hangingServer() async throws {
        try await DepotBench.run { bench in
            _ = try bench.join("a")
            try await bench.publish(step: 0)
            #expect(await eventually(within: patience) { bench.handled.count == 20 })
            let before = try await bench.lease(0)?.epoch ?? 0
            bench.server.pause()
            #expect(await eventually(within: patience) { bench.log.count("could not be renewed in time") == 4 })
            bench.server.resume()
            try await bench.publish(step: 1)
            #expect(await eventually(within: .seconds(30)) { bench.handled.count >= 40 })
            #expect(try await bench.lease(0)?.epoch ?? 0 > before)
            for (_, steps) in bench.firstSteps { #expect(steps == [0, 1]) }
        }
    }

    @Test(
        "after FLUSHALL under two consumers both go on with what they had, under higher epochs, and say that the log is lost"
    )
    func flushAll() async throws {
        try await DepotBench.run { bench in
            _ = try bench.join("a")
            _ = try bench.join("b")
            #expect(try await eventually(within: patience) { try await bench.shares() == ["a": 2, "b": 2] })
            try await bench.publish(step: 0)
            #expect(
                try await eventually(within: patience) { try await bench.pending() == 0 && bench.handled.count == 20 })
            let epochs = Dictionary(bench.handled.map { ($0.depot, $0.epoch) }) { $1 }
            _ = try await bench.client.command("FLUSHALL")
            #expect(try await eventually(within: patience) { try await bench.shares() == ["a": 2, "b": 2] })
            try await bench.publish(step: 1)
            #expect(await eventually(within: patience) { bench.handled.count == 40 })
            for (_, steps) in bench.firstSteps { #expect(steps == [0, 1]) }
            for partition in 0..<4 {
                let epoch = try #require(try await bench.lease(partition)?.epoch)
                let before = epochs.filter { depots.partition(ofAggregate: $0.key) == partition }.map(\.value).max()
                #expect(epoch > before ?? 0)
            }
            #expect(bench.log.count("log lost") >= 1)
        }
    }

    @Test("routers: one routes, others stand by; when it dies the lists go on in the log's order, each event once")
    func routers() async throws {
        try await DepotBench.run { bench in
            let first = try bench.joinRouter("r1")
            #expect(try await eventually(within: patience) { try await bench.shares("router") == ["r1": 4] })
            _ = try bench.joinRouter("r2")
            let steps = 60
            let publishing = Task {
                for step in 0..<steps {
                    try await bench.publish(step: step)
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            #expect(try await eventually(within: patience) { try await bench.shares("router").count == 2 })
            await first.die()
            try await publishing.value
            #expect(
                try await eventually(within: patience) {
                    let length = try await bench.client.command("LLEN", "depots:queue").integer ?? 0
                    return length >= steps * 20
                })
            #expect(try await bench.pending("router") == 0)
            let items = try await bench.client.command("LRANGE", "depots:queue", "0", "-1").reversed()
            var lists: [String: [Int]] = [:]
            for item in items {
                let event = try item.withBytes { bytes in
                    try JSONReader.read(Array(bytes)) { (json) throws(InvalidPayload) in
                        try DepotChanged(payload: &json)
                    }
                }
                lists[event.depot, default: []].append(event.step)
            }
            #expect(lists.count == 20)
            for (depot, routed) in lists { #expect(routed == Array(0..<steps), "\(depot)") }
        }
    }

    @Test("route.lua refuses a batch under an epoch that has passed, and does nothing of it")
    func staleRouter() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 1))
            _ = try await test.client.command("XGROUP", "CREATE", test.log, "router", "0")
            _ = try await test.client.command("XREADGROUP", "GROUP", "router", "r", "STREAMS", test.log, ">")
            let position = try #require(
                try await test.client.command("XRANGE", test.log, "-", "+")[0][0].string)
            let lease = "test:{parcels:0}:lease:router"
            func route(_ epoch: String) async throws -> RedisReply {
                try await test.client.evaluate(
                    Scripts.route, keys: [test.log, test.dead, lease, "parcels:queue"],
                    arguments: ["router", "r", "now", epoch, position, "1", "LPUSH", "parcels:queue", "item"])
            }
            for epoch in [nil, "8"] {
                if let epoch { _ = try await test.client.command("HSET", lease, "epoch", epoch) }
                let error = await #expect(throws: RedisError.self) { try await route("7") }
                #expect(error?.code == .server("LEASELOST"))
                #expect(try await test.client.command("EXISTS", "parcels:queue").integer == 0)
                #expect(try await test.pending("router") == 1)
            }
            #expect(try await route("8")[0].integer == 1)
        }
    }
}
