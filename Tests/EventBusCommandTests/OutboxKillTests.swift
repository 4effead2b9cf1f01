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
        let server = try await TestRedisServer(configuration: ["appendonly yes"])
        let folder = try TemporaryFolder()
        let path = folder.path + "/outbox.sqlite"
        let outbox = try EventOutbox(path: path, source: "/test")
        var random = SeededGenerator("the relay, killed")
        var accepted: [String] = []
        for round in 0..<Self.rounds {
            let relays = try (0..<2).map { _ in try start(server: server, outbox: path) }
            let waiting = try await outbox.status().waiting
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let first = accepted.count
                let count = Int.random(in: 1...40, using: &random)
                accepted += try await outbox.write { db in
                    try (0..<count).map { number in
                        try outbox.store(Self.event(first + number), in: db).eventID.description
                    }
                }
            }
            // Every other round waits for a sign of work, so that the kill falls into it; the others fall anywhere.
            if round.isMultiple(of: 2) {
                let total = accepted.count
                _ = await eventually(within: .seconds(3)) {
                    let left = try? await outbox.status().waiting
                    return (left ?? total) < waiting + 1
                }
            }
            try await Task.sleep(for: .microseconds(Int.random(in: 0...20_000, using: &random)))
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
        let entries = try await client.command("XRANGE", Self.log, "-", "+").compactMap { entry -> String? in
            let fields = entry[1].compactMap(\.string)
            return fields.firstIndex(of: "id").map { fields[$0 + 1] }
        }
        #expect(entries.count == accepted.count, "none lost, none twice")
        let isInOrder = entries == accepted
        #expect(isInOrder)
        #expect(try await outbox.status().refused.isEmpty)
        await client.close()
        outbox.close()
        await server.stop()
    }

    private static func event(_ number: Int) -> ModelReadyToDeploy {
        ModelReadyToDeploy(
            modelID: "model-\(number)/1/msg-ai", tokenSymbol: "msg-ai", metricName: "reply_rate",
            baselineValue: 0.75, currentValue: 0.82, modelName: "msg-model", modelVersion: "\(number)")
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
