import EventBus
import Foundation
import RedisClient
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("Work queues from the command line")
struct QueueCommandTests {
    private static let list = "hokusai:model_ready_queue"

    /// Runs a test with a Redis of its own.
    private func run(_ body: (CommandBench, RedisClient, TestRedisServer) async throws -> Void) async throws {
        let server = try await TestRedisServer()
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        do { try await body(.on(server.url), client, server) } catch {
            await client.close()
            await server.stop()
            throw error
        }
        await client.close()
        await server.stop()
    }

    private static func message(_ id: String, retries: Int = 0) -> String {
        """
        {"message_id":"\(id)","message_type":"model_ready_to_deploy","timestamp":"2026-11-21T09:12:33.507397Z",\
        "payload":{"model_id":"\(id)"},"retry_count":\(retries),"max_retries":3}
        """
    }

    /// Puts three letters on the dead list, one in each deployed shape.
    private static func bury(_ client: RedisClient) async throws {
        let text = String(decoding: JSONValue.string(message("python", retries: 3)).bytes, as: UTF8.self)
        let letters = [
            """
            {"original_message":\(text),"error":"Processing failed","failed_at":"2026-11-21T09:12:33.737557",\
            "original_queue":"\(list)"}
            """,
            """
            {"originalMessage":{"model_id":"ts","_retryCount":3},"error":"execution reverted",\
            "timestamp":"2026-11-21T09:12:34.737Z","queue":"\(list)"}
            """,
            message("bare", retries: 3),
        ]
        for letter in letters { _ = try await client.command("LPUSH", list + ":dlq", letter) }
    }

    @Test("list shows how much stands on each queue of the catalogue, and says what the names are")
    func list() async throws {
        try await run { bench, client, _ in
            _ = try await client.command("LPUSH", Self.list, "a", "b")
            _ = try await client.command("RPOPLPUSH", Self.list, Self.list + ":processing")
            let all = await bench.run("queue", "list")
            #expect(all.status == .success)
            #expect(
                all.lines.map { $0.split(separator: " ").joined(separator: " ") } == [
                    "list waiting processing delayed dead", "hokusai:model_ready_queue 1 1 0 0",
                    "hokusai:token_deployed_queue 0 0 0 0",
                ])
            let one = await bench.run("queue", "list", "--list", "other", "--dead", "hokusai:dlq", "--json")
            #expect(one.output.contains(#""list":"other","waiting":0,"#))
            #expect(one.output.contains(#""dead_list":"hokusai:dlq""#))
            #expect(one.errors.contains("no route of the catalogue fills the list “other”; it has: hokusai:model_"))
        }
    }

    @Test("take prints messages and completes them; without a list it asks for one")
    func take() async throws {
        try await run { bench, client, _ in
            for id in ["one", "two", "three"] { _ = try await client.command("LPUSH", Self.list, Self.message(id)) }
            let outcome = await bench.run("queue", "take", "--list", Self.list, "--count", "2", "--json")
            #expect(outcome.status == .success)
            #expect(outcome.lines.count == 2)
            #expect(outcome.lines.first?.hasPrefix(#"{"attempt":1,"id":"one","type":"model_ready_to_deploy""#) == true)
            #expect(try await client.command("LLEN", Self.list).integer == 1)
            #expect(try await client.command("LLEN", Self.list + ":processing").integer == 0)
            let unclear = await bench.run("queue", "take")
            #expect(unclear.status == .usage && unclear.errors.contains("name a list with --list; it has: hokusai:"))
        }
    }

    @Test("dead reads all three shapes, the oldest first; an error text and a limit choose among them")
    func dead() async throws {
        try await run { bench, client, _ in
            try await Self.bury(client)
            let all = await bench.run("queue", "dead", "--list", Self.list, "--json")
            try #require(all.lines.count == 3)
            #expect(all.lines.map { $0.contains("\"error\":\"Processing failed\"") } == [true, false, false])
            #expect(all.lines[1].contains(#""message":{"model_id":"ts","_retryCount":3}"#))
            #expect(all.lines[2].contains(#""error":null"#) && all.lines[2].contains(#""id":"bare""#))
            let some = await bench.run("queue", "dead", "--list", Self.list, "--error", "reverted")
            #expect(some.lines.count == 1 && some.output.contains("error=execution reverted"))
            #expect(await bench.run("queue", "dead", "--list", Self.list, "--limit", "2").lines.count == 2)
            let none = await bench.run("queue", "dead", "--list", Self.list, "--error", "nothing such")
            #expect(none.status == .success && none.errors.contains("no dead letter whose error contains"))
        }
    }

    @Test("a list that nothing fills and that is empty is refused with those there are; a bridged one is not")
    func unknownList() async throws {
        try await run { bench, client, _ in
            for command in [["dead"], ["redrive"], ["discard", "--execute"]] {
                let outcome = await bench.run(["queue"] + command + ["--list", "hokusai:model_redy_queue"])
                #expect(outcome.status == .usage)
                #expect(
                    outcome.errors.contains("did you mean `hokusai:model_ready_queue`?; it has: "),
                    "\(outcome.errors)")
            }
            var bridging = bench
            bridging.environment["EVENTBUS_BRIDGE_LISTS"] = "hokusai:legacy_ready"
            #expect(await bridging.run("queue", "dead", "--list", "hokusai:legacy_ready").status == .success)
            _ = try await client.command("LPUSH", "foreign:dlq", "x")
            #expect(await bench.run("queue", "dead", "--list", "foreign").lines.count == 1)
        }
    }

    @Test("redrive shows, and with --execute puts the messages back as they were before anybody tried them")
    func redrive() async throws {
        try await run { bench, client, _ in
            try await Self.bury(client)
            let preview = await bench.run("queue", "redrive", "--list", Self.list)
            #expect(preview.status == .success && preview.lines.count == 3)
            #expect(preview.errors.contains("3 dead letters would be put back on \(Self.list); --execute does it"))
            #expect(try await client.command("LLEN", Self.list + ":dlq").integer == 3)
            #expect(try await client.command("LLEN", Self.list).integer == 0)

            let first = await bench.run("queue", "redrive", "--list", Self.list, "--execute", "--limit", "1")
            #expect(first.errors.contains("1 dead letter put back"))
            _ = await bench.run("queue", "redrive", "--list", Self.list, "--execute")
            #expect(try await client.command("LLEN", Self.list + ":dlq").integer == 0)
            let back = try await client.command("LRANGE", Self.list, "0", "-1").compactMap(\.string).reversed()
            #expect(Array(back) == [Self.message("python"), #"{"model_id":"ts"}"#, Self.message("bare")])
        }
    }

    @Test("two redrives at once put each letter back once; letters of another queue on a shared list are left alone")
    func race() async throws {
        try await run { bench, client, _ in
            for id in 0..<60 { _ = try await client.command("LPUSH", Self.list + ":dlq", Self.message("m-\(id)")) }
            let foreign = #"{"originalMessage":"x","error":"e","timestamp":"","queue":"elsewhere"}"#
            _ = try await client.command("LPUSH", Self.list + ":dlq", foreign)
            async let one = bench.run("queue", "redrive", "--list", Self.list, "--execute")
            async let two = bench.run("queue", "redrive", "--list", Self.list, "--execute")
            let outcomes = await [one, two]
            #expect(outcomes.allSatisfy { $0.status == .success })
            #expect(outcomes.flatMap(\.lines).count == 60)
            #expect(try await client.command("LLEN", Self.list).integer == 60)
            #expect(try await client.command("LRANGE", Self.list + ":dlq", "0", "-1").compactMap(\.string) == [foreign])
        }
    }

    @Test("discard shows, and with --execute removes")
    func discard() async throws {
        try await run { bench, client, _ in
            try await Self.bury(client)
            let arguments = ["queue", "discard", "--list", Self.list, "--error", "reverted"]
            let preview = await bench.run(arguments)
            #expect(preview.errors.contains("1 dead letter whose error contains “reverted” would be removed"))
            #expect(try await client.command("LLEN", Self.list + ":dlq").integer == 3)
            let outcome = await bench.run(arguments + ["--execute"])
            #expect(outcome.status == .success && outcome.lines.count == 1)
            #expect(try await client.command("LLEN", Self.list + ":dlq").integer == 2)
            #expect(try await client.command("LLEN", Self.list).integer == 0)
        }
    }

    @Test("reap --once notes what a dead foreign worker holds, and a visibility later returns it")
    func reapOnce() async throws {
        try await run { bench, client, _ in
            _ = try await client.command("LPUSH", Self.list, Self.message("one"))
            _ = try await client.command("RPOPLPUSH", Self.list, Self.list + ":processing")
            let arguments = ["reap", "--once", "--list", Self.list, "--visibility", "200ms"]
            let first = await bench.run(arguments)
            #expect(first.output == "\(Self.list)  processing=1  returned=0  dead=0  promoted=0\n")
            #expect(await eventually { await bench.run(arguments).output.contains("returned=1") })
            #expect(try await client.command("LLEN", Self.list).integer == 1)
            let all = await bench.run("reap", "--once", "--json")
            #expect(all.lines.count == 2, "every list of the catalogue")
        }
    }

    @Test("names that clash and a time that is none are refused with what would be right")
    func usage() async throws {
        try await run { bench, _, _ in
            let clash = await bench.run("reap", "--once", "--list", "a", "--dead", "a")
            #expect(clash.status == .usage && clash.errors.contains("three names"))
        }
        let time = await CommandBench().run("reap", "--visibility", "0s")
        #expect(time.status == .usage && time.errors.contains("such as 500ms"))
    }

    @Test("kill -9 of workers at any moment: every message is printed, and none is left in between")
    func killed() async throws {
        var random = SeededGenerator("workers killed")
        try await run { bench, client, server in
            let folder = try TemporaryFolder()
            let environment = ["REDIS_URL": server.url, "EVENTBUS_CATALOGUE": CommandBench.schemas]
            let reaper = try Self.start(
                ["reap", "--list", Self.list, "--visibility", "300ms"], environment, in: nil)
            let rounds = 12
            let count = rounds * 30
            for round in 0..<rounds {
                let before = Self.printed(folder).count
                let workers = try (0..<2).map { _ in
                    try Self.start(
                        ["queue", "take", "--list", Self.list, "--visibility", "300ms", "--json"], environment,
                        in: folder)
                }
                for id in 0..<30 {
                    _ = try await client.command("LPUSH", Self.list, Self.message("m-\(round)-\(id)"))
                }
                _ = await eventually(within: .seconds(3)) { Self.printed(folder).count > before }
                try await Task.sleep(for: .microseconds(Int.random(in: 0...4_000, using: &random)))
                for worker in workers {
                    kill(worker.processIdentifier, SIGKILL)
                    worker.waitUntilExit()
                }
            }
            let last = try Self.start(
                ["queue", "take", "--list", Self.list, "--visibility", "300ms", "--json"], environment, in: folder)
            let isDone = try await eventually(within: .seconds(30)) {
                let rest = try await client.command("EXISTS", Self.list, Self.list + ":processing").integer
                // One that was in hand at every fourth kill is rightly given up on.
                let dead = try await client.command("LLEN", Self.list + ":dlq").integer ?? 0
                return rest == 0 && Set(Self.printed(folder)).count + Int(dead) >= count
            }
            #expect(isDone)
            for process in [last, reaper] {
                process.terminate()
                process.waitUntilExit()
            }
            #expect(reaper.terminationStatus == 0)
        }
    }

    /// The ids that workers have printed, whole lines only.
    private static func printed(_ folder: TemporaryFolder) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let texts = files.map { (try? String(contentsOfFile: folder.path + "/" + $0, encoding: .utf8)) ?? "" }
        return texts.flatMap { $0.split(separator: "\n") }.compactMap { line in
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return object?["id"] as? String
        }
    }

    /// Starts the program; what it prints goes to a file of its own in the folder.
    private static func start(
        _ arguments: [String], _ environment: [String: String], in folder: TemporaryFolder?
    ) throws -> Process {
        let process = Process()
        process.executableURL = try ProcessTests.executable()
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "EVENTBUS_LOG_LEVEL": "critical"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        if let folder {
            process.standardOutput = FileHandle(forWritingAtPath: try folder.write("", to: UUID().uuidString))
        }
        try process.run()
        return process
    }
}
