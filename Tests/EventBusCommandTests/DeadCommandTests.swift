import EventBus
import Foundation
import RedisClient
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("Dead letters from the command line")
struct DeadCommandTests {
    private static let log = "hokusai:{model_lifecycle:0}:log"
    private static let dead = "hokusai:{model_lifecycle:0}:dead"
    private static let audit = "hokusai:{model_lifecycle:0}:audit"

    /// Runs a test on a Redis of its own, with events that a group has given up on.
    private func run(
        _ count: Int, _ body: (CommandBench, RedisClient, TestRedisServer) async throws -> Void
    ) async throws {
        let server = try await TestRedisServer()
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        do {
            let bench = CommandBench.on(server.url)
            _ = try await client.command("XGROUP", "CREATE", Self.log, "deployer", "0", "MKSTREAM")
            for number in 0..<count {
                let outcome = await bench.run(
                    "publish", "model_registered", "--data", Payloads.registered("m/\(number)/t"))
                #expect(outcome.status == .success)
            }
            for (number, entry) in try await client.command("XRANGE", Self.log, "-", "+").enumerated() {
                var command = RedisCommands()
                command.append(
                    "XADD",
                    [
                        Self.dead, "*", "group", number == 0 ? "audit" : "deployer", "consumer", "c", "position",
                        entry[0].string ?? "", "attempts", "4", "reason", "attempts_used_up", "error",
                        "no gas for \(number)", "failed_routes", "", "first_failure", "2026-11-21T09:12:33.507397Z",
                        "last_failure", "2026-11-21T09:12:40.000000Z",
                    ] + entry[1].compactMap(\.string))
                _ = try await client.reply(to: command).get()
            }
            try await body(bench, client, server)
        } catch {
            await client.close()
            await server.stop()
            throw error
        }
        await client.close()
        await server.stop()
    }

    @Test("list prints a line for each, and the options choose among them")
    func list() async throws {
        try await run(12) { bench, _, _ in
            let all = await bench.run("dead", "list", "--json")
            try #require(all.status == .success && all.lines.count == 12)
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(all.lines[3].utf8)) as? [String: Any])
            #expect(object["group"] as? String == "deployer" && object["error"] as? String == "no gas for 3")
            #expect(object["subject"] as? String == "m/3/t" && object["attempts"] as? Int == 4)
            #expect((object["data"] as? [String: Any])?["model_id"] as? String == "m/3/t")
            let id = try #require(object["letter"] as? String)
            let position = try #require(object["position"] as? String)
            func count(_ arguments: String...) async -> Int {
                await bench.run(["dead", "list"] + arguments).lines.count
            }
            #expect(await count("--group", "audit") == 1)
            #expect(await count("--group", "audit", "--group", "deployer") == 12)
            #expect(await count("--type", "model_registered") == 12)
            #expect(await count("--type", "deployed") == 0)
            #expect(await count("--error", "FOR 1") == 3)
            #expect(await count("--older-than", "1h") == 0)
            #expect(await count("--newer-than", "1h") == 12)
            #expect(await count("--position", position) == 1)
            #expect(await count("--limit", "5") == 5)
            #expect(await count(id) == 1)
            let none = await bench.run("dead", "list", "--type", "deployed")
            #expect(none.errors.contains("none of the 12 dead letters of model_lifecycle is chosen by --type deployed"))
        }
    }

    @Test("a group or a type that nothing has is refused with those there are; one that only a letter has is not")
    func unknownNames() async throws {
        try await run(2) { (bench, client, _) async throws in
            // Both letters' groups are unknown to the catalogue, and “audit” to the server, too.
            #expect(await bench.run("dead", "list", "--group", "audit").lines.count == 1)
            for command in [["list"], ["redrive"], ["discard", "--execute"]] {
                let group = await bench.run(["dead"] + command + ["--group", "contract-deploier"])
                #expect(group.status == .usage && group.lines.isEmpty)
                #expect(
                    group.errors.contains("“contract-deploier”; did you mean `contract-deployer`?; it has: "),
                    "\(group.errors)")
                let type = await bench.run(["dead"] + command + ["--type", "model_registred"])
                #expect(type.status == .usage && type.errors.contains("did you mean `model_registered`?; it has: "))
            }
            let left = try await client.command("XLEN", Self.dead).integer
            #expect(left == 2)
            let quiet = await bench.run("dead", "list", "--group", "contract-deployer", "--error", "no gas")
            #expect(quiet.status == .success)
            #expect(quiet.errors.contains("is chosen by --group contract-deployer --error 'no gas'"), "\(quiet.errors)")
        }
    }

    @Test("show prints all of a letter, and says what to do where the event is no longer in the log")
    func show() async throws {
        try await run(2) { bench, client, _ in
            let letters = try await client.command("XRANGE", Self.dead, "-", "+").compactMap { $0[0].string }
            let shown = await bench.run("dead", "show", "0/\(letters[1])")
            #expect(shown.status == .success)
            let words = shown.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("given up by deployer, consumer c") && words.contains("error no gas for 1"))
            #expect(words.contains("subject m/1/t") && words.contains("data {\"model_id\":\"m/1/t\""))
            #expect(words.contains("dead redrive 0/\(letters[1]) --stream model_lifecycle --execute"))
            _ = try await client.command("XTRIM", Self.log, "MAXLEN", "0")
            let trimmed = await bench.run("dead", "show", "0/\(letters[1])")
            #expect(trimmed.output.contains("(no longer in the log)"))
            #expect(trimmed.output.contains("publish model_registered --data '{\"model_id\":\"m/1/t\""))
            let unknown = await bench.run("dead", "show", "0/1-1")
            #expect(unknown.status == .failure && unknown.errors.contains("there is no dead letter 0/1-1"))
        }
    }

    @Test("redrive shows a sample and the counts; --execute does it, within the limit, and the audit says who")
    func redrive() async throws {
        try await run(8) { bench, client, _ in
            let preview = await bench.run("dead", "redrive", "--group", "deployer")
            #expect(preview.status == .success && preview.lines.count == 5)
            #expect(
                preview.errors.contains("7 dead letters would be redriven (the first 5 are shown); --execute does it"))
            #expect(preview.errors.contains("  7 × model_registered of deployer, attempts_used_up"))
            #expect(try await client.command("XLEN", Self.dead).integer == 8)
            #expect(try await client.command("XPENDING", Self.log, "deployer")[0].integer == 0)

            let some = await bench.run(
                "dead", "redrive", "--group", "deployer", "--limit", "3", "--execute", "--by", "ada", "--reason", "gas")
            #expect(some.status == .success && some.lines.count == 3)
            #expect(some.errors.contains("3 dead letters redriven"))
            #expect(try await client.command("XLEN", Self.dead).integer == 5)
            #expect(try await client.command("XPENDING", Self.log, "deployer")[0].integer == 3)
            let audit = try await client.command("XRANGE", Self.audit, "-", "+")
            try #require(audit.count == 3)
            #expect(
                Array(audit[0][1].compactMap(\.string).prefix(6)) == ["act", "redrive", "who", "ada", "why", "gas"])
        }
    }

    @Test("what can't be redriven is said, each by its id; the others are; the status is 1")
    func refused() async throws {
        try await run(4) { bench, client, _ in
            let first = try await client.command("XRANGE", Self.log, "-", "+", "COUNT", "2")[1][0].string ?? ""
            _ = try await client.command("XDEL", Self.log, first)
            let outcome = await bench.run("dead", "redrive", "--execute")
            #expect(outcome.status == .failure)
            #expect(outcome.lines.count == 2)
            #expect(outcome.errors.contains("no longer in the log"))
            #expect(outcome.errors.contains("no group “audit” any more"))
            #expect(outcome.errors.contains("2 dead letters redriven, 2 refused"))
            #expect(try await client.command("XLEN", Self.dead).integer == 2)
        }
    }

    @Test("discard shows, and with --execute removes")
    func discard() async throws {
        try await run(3) { (bench, client, _) async throws in
            let preview = await bench.run("dead", "discard", "--error", "for 2")
            #expect(preview.errors.contains("1 dead letter would be removed; --execute does it"))
            #expect(try await client.command("XLEN", Self.dead).integer == 3)
            let outcome = await bench.run("dead", "discard", "--error", "for 2", "--execute")
            #expect(outcome.status == .success && outcome.errors.contains("1 dead letter removed"))
            #expect(try await client.command("XLEN", Self.dead).integer == 2)
            #expect(try await client.command("XLEN", Self.audit).integer == 1)
        }
    }

    @Test("Ctrl-C ends a slow redrive after the letter in hand, says how many were done, and the status is 1")
    func stopped() async throws {
        try await run(30) { _, client, server in
            let folder = try TemporaryFolder()
            let (output, errors) = (try folder.write("", to: "out"), try folder.write("", to: "err"))
            let process = Process()
            process.executableURL = try ProcessTests.executable()
            process.arguments = ["dead", "redrive", "--group", "deployer", "--execute", "--rate", "4"]
            process.environment = [
                "PATH": "/usr/bin:/bin", "REDIS_URL": server.url, "EVENTBUS_CATALOGUE": CommandBench.schemas,
            ]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle(forWritingAtPath: output)
            process.standardError = FileHandle(forWritingAtPath: errors)
            try process.run()
            #expect(try await eventually { try await client.command("XLEN", Self.audit).integer ?? 0 >= 3 })
            process.interrupt()
            #expect(await eventually { !process.isRunning })
            let done = try await client.command("XLEN", Self.audit).integer ?? 0
            #expect(done < 29)
            #expect(process.terminationStatus == 1)
            let said = try String(contentsOfFile: errors, encoding: .utf8)
            #expect(said.contains("stopped: \(done) dead letters redriven; the others are as they were"), "\(said)")
            #expect(try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").count == Int(done))
            #expect(try await client.command("XLEN", Self.dead).integer == 30 - done)
        }
    }

    @Test(
        "a rate spreads the acts evenly",
        arguments: [
            (nil, 100, 0, 0), (10, 0, 0, 0), (10, 1, 0, 100), (10, 5, 300, 200), (10, 5, 600, 0), (3, 1, 0, 334),
        ] as [(Int?, Int, Int, Int)])
    func pace(rate: Int?, done: Int, elapsed: Int, pause: Int) {
        let found = Pace(rate: rate).pause(after: done, elapsed: .milliseconds(elapsed))
        #expect(abs(found / .milliseconds(1) - Double(pause)) < 1)
    }
}
