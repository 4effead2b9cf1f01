import EventBus
import EventOutbox
import Foundation
import HokusaiEvents
import Logging
import RedisClient
import RedisEventBus
import TestSupport
import Testing

/// The promise of the outbox: kill -9 of the relay, of Redis, or of both at any moment loses nothing, appends nothing twice
/// and keeps the order.
@Suite("The relay, killed")
struct OutboxKillTests {
    private static let rounds = 40
    private static let log = "hokusai:{model_lifecycle:0}:log"

    @Test("kill -9 of the relaying process and of Redis at any moment: each accepted event once, in order")
    func killed() async throws {
        let server = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        let folder = try TemporaryFolder()
        let path = folder.path + "/outbox.sqlite"
        let outbox = try EventOutbox(path: path, source: "/test")
        var random = SeededGenerator("the relay, killed")
        var accepted: [String] = []
        for round in 0..<Self.rounds {
            let relays = try (0..<2).map { _ in try start(server: server, outbox: path) }
            for _ in 0..<Int.random(in: 1...30, using: &random) {
                let first = accepted.count
                let count = Int.random(in: 1...40, using: &random)
                accepted += try await outbox.write { db in
                    try (0..<count).map { number in
                        try outbox.store(Self.event(first + number), in: db).eventID.description
                    }
                }
            }
            // Most rounds wait for a sign of work, so that the kill falls into it; the others fall anywhere.
            if !round.isMultiple(of: 4) {
                let peak = try await outbox.status().waiting
                _ = try await eventually(within: .seconds(3)) { try await outbox.status().waiting < peak }
            }
            try await Task.sleep(for: .microseconds(Int.random(in: 0...8_000, using: &random)))
            if round.isMultiple(of: 3) { server.kill() }
            for relay in relays {
                kill(relay.processIdentifier, SIGKILL)
                relay.waitUntilExit()
            }
            try await server.start()
        }
        let relay = try start(server: server, outbox: path)
        #expect(try await eventually(within: .seconds(30)) { try await outbox.status().waiting == 0 })
        #expect(try await outbox.status().relay == relay.processIdentifier)
        relay.terminate()
        relay.waitUntilExit()
        #expect(relay.terminationReason == .exit && relay.terminationStatus == 0)

        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        let appended = try await client.command("XRANGE", Self.log, "-", "+").compactMap { entry in
            let fields = entry[1].compactMap(\.string)
            return fields.firstIndex(of: "id").map { (position: entry[0].string ?? "", id: fields[$0 + 1]) }
        }
        let entries = appended.map(\.id)
        let found = Set(entries)
        let lost = accepted.count { !found.contains($0) }
        #expect(lost == 0)
        let repeated = entries.count - found.count
        let twice = Dictionary(grouping: appended, by: \.id).filter { $1.count > 1 }
            .map { id, entries in "\(accepted.firstIndex(of: id) ?? -1) at \(entries.map(\.position))" }
        #expect(repeated == 0, "number \(twice.sorted().joined(separator: ", ")) of \(accepted.count)")
        let isInOrder = entries == accepted
        #expect(isInOrder)
        #expect(try await outbox.status().refused.isEmpty)
        await client.close()
        outbox.close()
        await server.stop()
    }

    /// Without an idempotency key: that would hide a second append.
    private static func event(_ number: Int) -> ValidationFailed {
        ValidationFailed(
            modelID: "model-\(number % 7)/1/msg-ai", modelName: "msg-model", modelVersion: "\(number)",
            reason: .belowBaseline, message: "number \(number)")
    }

    private func start(server: TestRedisServer, outbox: String) throws -> Process {
        let process = Process()
        process.executableURL = try ProcessTests.executable()
        process.arguments = ["outbox", "relay"]
        process.environment = [
            "PATH": "/usr/bin:/bin", "REDIS_URL": server.url, "EVENTBUS_CATALOGUE": CommandBench.schemas,
            "EVENTBUS_OUTBOX_PATH": outbox, "EVENTBUS_LOG_LEVEL": "critical",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }
}
