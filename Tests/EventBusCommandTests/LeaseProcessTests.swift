import EventBus
import Foundation
import HokusaiEvents
import Logging
import RedisClient
import RedisEventBus
import TestSupport
import Testing

/// Two consumers as processes of their own: what becomes of a partition when its holder is killed or frozen.
@Suite("Consumers as processes that are killed and frozen")
struct LeaseProcessTests {
    /// The catalogue's acknowledgement time-out is long, so a lease lives for three seconds.
    private static let bound = Duration.seconds(5)
    private static let lease = "hokusai:{model_lifecycle:0}:lease:g"
    private static let members = "hokusai:{model_lifecycle:0}:members:g"

    /// A running `eventbus consume`.
    private final class Consumer {
        let process: Process
        let output: String

        init(_ name: String, server: TestRedisServer, folder: TemporaryFolder) throws {
            output = try folder.write("", to: "\(name).jsonl")
            process = Process()
            process.executableURL = try ProcessTests.executable()
            process.arguments = ["consume", "--group", "g", "--consumer", name, "--json"]
            process.environment = [
                "PATH": "/usr/bin:/bin", "REDIS_URL": server.url, "EVENTBUS_CATALOGUE": CommandBench.schemas,
                "EVENTBUS_LOG_LEVEL": "critical",
            ]
            process.standardInput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle(forWritingAtPath: output)
            try process.run()
        }

        /// How many events it has printed.
        var count: Int {
            ((try? String(contentsOfFile: output, encoding: .utf8)) ?? "").split(separator: "\n").count
        }

        /// Sends SIGSTOP and waits until all threads stand still: the signal stops the first that is scheduled, and that
        /// one the others.
        func freeze() async {
            kill(process.processIdentifier, SIGSTOP)
            #expect(
                await eventually {
                    var info = siginfo_t()
                    let child = id_t(process.processIdentifier)
                    return waitid(P_PID, child, &info, WSTOPPED | WNOWAIT | WNOHANG) == 0 && info.si_signo == SIGCHLD
                })
        }

        func end(_ signal: Int32) {
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
        }
    }

    private func holder(_ client: RedisClient) async throws -> String? {
        try await client.command("HGET", Self.lease, "consumer").string
    }

    /// Whether everything that was delivered is acknowledged: what is not is rightly handled again by the next holder.
    private func isAllAcknowledged(_ client: RedisClient) async throws -> Bool {
        try await eventually {
            try await client.command("XPENDING", "hokusai:{model_lifecycle:0}:log", "g")[0].integer == 0
        }
    }

    /// Five events of five models, named by the round: an event of the same name would be the same event.
    private func publish(_ bus: RedisEventBus, round: Int) async throws {
        try await bus.publish(
            contentsOf: (0..<5).map {
                ModelReadyToDeploy(
                    modelID: "m\(round)-\($0)/1/msg-ai", tokenSymbol: "msg-ai", metricName: "reply_rate",
                    baselineValue: 0.75,
                    currentValue: 0.82, modelName: "m\(round)-\($0)", modelVersion: "1")
            })
    }

    @Test(
        "kill -9 and SIGSTOP of the holder: another reads within the time to live and two seconds; woken, it reads nothing"
    )
    func killedAndFrozen() async throws {
        let server = try await TestRedisServer()
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        let bus = RedisEventBus(
            client: client, events: Catalogue.declarations, source: "test",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let folder = try TemporaryFolder()

        let first = try Consumer("a", server: server, folder: folder)
        #expect(try await eventually { try await holder(client) == "a" })
        let second = try Consumer("b", server: server, folder: folder)
        #expect(try await eventually { try await client.command("HLEN", Self.members).integer == 2 })
        try await publish(bus, round: 0)
        #expect(await eventually { first.count == 5 })
        #expect(try await isAllAcknowledged(client))

        // Frozen: its connections are there, and nothing comes of them.
        let reader = try await client.command("HGET", Self.lease, "client").string ?? ""
        let id = String(reader.prefix { $0 != "@" })
        #expect(try await client.command("CLIENT", "LIST", "ID", id).string?.contains("id=\(id) ") == true)
        await first.freeze()
        try await publish(bus, round: 1)
        #expect(await eventually(within: Self.bound) { second.count == 5 })
        #expect(try await holder(client) == "b")
        #expect(try await client.command("CLIENT", "LIST", "ID", id).string?.contains("id=\(id) ") != true)

        // Woken: it is a member again, and stands by.
        let beats = try await client.command("HVALS", Self.members).compactMap(\.string)
        kill(first.process.processIdentifier, SIGCONT)
        #expect(
            try await eventually {
                let now = try await client.command("HVALS", Self.members).compactMap(\.string)
                return now.count == 2 && Set(now).isDisjoint(with: beats)
            })
        try await publish(bus, round: 2)
        #expect(await eventually { second.count == 10 })
        #expect(first.count == 5)
        #expect(try await holder(client) == "b")

        // Killed.
        #expect(try await isAllAcknowledged(client))
        second.end(SIGKILL)
        try await publish(bus, round: 3)
        #expect(await eventually(within: Self.bound) { first.count == 10 })
        first.end(SIGTERM)
        #expect(first.process.terminationStatus == 0)
        #expect(try await client.command("HGET", Self.lease, "holder").string == "", "given up, not left to run out")
        await client.close()
        await server.stop()
    }
}
