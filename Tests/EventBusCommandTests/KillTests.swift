import EventBus
import Foundation
import HokusaiEvents
import Logging
import RedisClient
import RedisEventBus
import TestSupport
import Testing

/// The promise of the whole: kill -9 of the router and of a consumer at any moment loses nothing and puts nothing twice
/// on the list.
@Suite("Killed a hundred times")
struct KillTests {
    private static let rounds = 100
    private static let eventsPerRound = 20
    private static let list = "hokusai:model_ready_queue"
    private static let log = "hokusai:{model_lifecycle:0}:log"

    @Test("kill -9 of the router and a consumer at any moment: each event once on the list, each at least once handled")
    func hundredKills() async throws {
        let server = try await TestRedisServer()
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        let quiet = Logger(label: "kill") { _ in SwiftLogNoOpLogHandler() }
        let bus = RedisEventBus(client: client, events: Catalogue.declarations, source: "test", logger: quiet)
        let output = try TemporaryFolder()
        let lines = output.path + "/handled.jsonl"
        try Data().write(to: URL(fileURLWithPath: lines))
        var random = SeededGenerator("killed a hundred times")

        var published: [String] = []
        for round in 0..<Self.rounds {
            let router = try start(["route", "--consumer", "r", "--batch", "7"], server: server, output: nil)
            let consumer = try start(
                ["consume", "--group", "g", "--consumer", "c", "--json"], server: server, output: lines)
            let before = try await client.command("LLEN", Self.list).integer ?? 0
            let events = (0..<Self.eventsPerRound).map { Self.event("model-\(round)-\($0)") }
            published += try await bus.publish(contentsOf: events).map { $0.eventID.description }
            // Every other round waits for a sign of work, so that the kill falls into it; the others fall anywhere.
            if round.isMultiple(of: 2) {
                _ = try await eventually(within: .seconds(3)) {
                    try await client.command("LLEN", Self.list).integer ?? 0 > before
                }
                try await Task.sleep(for: .microseconds(Int.random(in: 0...3_000, using: &random)))
            } else {
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...120, using: &random)))
            }
            for process in [router, consumer] {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
        }

        let router = try start(["route", "--consumer", "r"], server: server, output: nil)
        let consumer = try start(
            ["consume", "--group", "g", "--consumer", "c", "--json"], server: server, output: lines)
        let isDrained = try await eventually(within: .seconds(30)) {
            let isOnList = try await client.command("LLEN", Self.list).integer ?? 0 >= Int64(published.count)
            guard isOnList, Set(Self.handled(lines)).count >= published.count else { return false }
            for group in ["router", "g"] {
                let pending = try await client.command("XPENDING", Self.log, group)[0].integer
                if pending != 0 { return false }
            }
            return true
        }
        for process in [router, consumer] {
            process.terminate()
            process.waitUntilExit()
        }

        #expect(isDrained)
        let items = try await client.command("LRANGE", Self.list, "0", "-1").compactMap(\.string)
        let onList = items.compactMap { Self.value("message_id", in: $0) }
        #expect(onList.count == published.count, "each once: none lost, none twice")
        #expect(Set(onList) == Set(published))
        #expect(Set(Self.handled(lines)) == Set(published), "handled at least once each")
        await client.close()
        await server.stop()
    }

    private static func event(_ model: String) -> ModelReadyToDeploy {
        ModelReadyToDeploy(
            modelID: "\(model)/1/msg-ai", tokenSymbol: "msg-ai", metricName: "reply_rate", baselineValue: 0.75,
            currentValue: 0.82, modelName: model, modelVersion: "1")
    }

    /// The ids of the events that the consumer has written, whole lines only.
    private static func handled(_ path: String) -> [String] {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { value("id", in: String($0)) }
    }

    private static func value(_ key: String, in json: String) -> String? {
        let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        return object?[key] as? String
    }

    private func start(_ arguments: [String], server: TestRedisServer, output: String?) throws -> Process {
        let process = Process()
        process.executableURL = try ProcessTests.executable()
        process.arguments = arguments
        process.environment = [
            "PATH": "/usr/bin:/bin", "REDIS_URL": server.url, "EVENTBUS_CATALOGUE": CommandBench.schemas,
            "EVENTBUS_LOG_LEVEL": "critical",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        if let output, let file = FileHandle(forWritingAtPath: output) {
            try file.seekToEnd()
            process.standardOutput = file
        } else {
            process.standardOutput = FileHandle.nullDevice
        }
        try process.run()
        return process
    }
}
