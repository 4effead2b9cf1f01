import Foundation
import RedisClient
import TestSupport
import Testing

@testable import EventBusCommand

/// Makes a symptom on a real Redis and runs the documented command.
struct SymptomScene {
    private static let log = "hokusai:{model_lifecycle:0}:log"
    private static let list = "hokusai:model_ready_queue"
    private let documented: DocumentedSymptom

    init(_ documented: DocumentedSymptom) { self.documented = documented }

    /// Makes the symptom and checks what the command says of it.
    func play(_ symptom: Symptom) async throws {
        switch symptom {
        case .routerNotRunning:
            try await onServer { bench, _ in
                await publish(bench); try await check(bench)
            }
        case .routerPaused: try await paused("router", "upgrade")
        case .groupPaused: try await paused("contract-deployer", "bad release")
        case .anotherHoldsTheLease: try await twoConsumers()
        case .lagGrows:
            try await onServer { bench, server in
                server.ask("XGROUP CREATE \(Self.log) contract-deployer 0 MKSTREAM")
                for model in ["a", "b", "c"] { await publish(bench, model) }
                try await check(bench)
            }
        case .deadLettersGrow: try await deadLetters()
        case .memoryHighWater:
            try await onServer(["maxmemory 5mb"]) { bench, _ in
                try await check(bench, ["EVENTBUS_MEMORY_HIGH_WATER": "0.1"])
            }
        case .memoryFull:
            try await onServer(["maxmemory 1mb"]) { bench, _ in
                try await check(bench, ["MESSAGE_RETRY_MAX": "0", "EVENTBUS_MEMORY_HIGH_WATER": "1"])
            }
        case .evictingServer:
            try await onServer(["maxmemory 100mb", "maxmemory-policy allkeys-lru"]) { bench, _ in
                try await check(bench)
            }
        case .redisAway: try await check(.on("unix:///no/such/socket"))
        case .outboxWaits: try await outbox()
        case .wrongPassword:
            try await onServer(["requirepass right"]) { _, server in
                try await check(.on("unix://:wrong@\(server.socketPath)"))
            }
        case .noPassword: try await onServer(["requirepass right"]) { bench, _ in try await check(bench) }
        case .noPermission:
            try await onServer(["user bus on >pw ~* &* +@all -xadd -evalsha"]) { _, server in
                try await check(.on("unix://bus:pw@\(server.socketPath)"))
            }
        case .tlsOnPlainPort:
            try await onServer(listener: .tcp) { _, server in
                try await check(.on("rediss://127.0.0.1:\(server.port ?? 0)"))
            }
        case .replica: try await onServer(["replicaof 127.0.0.1 1"]) { bench, _ in try await check(bench) }
        case .loading: try await loading()
        case .logLost: try await logLost()
        case .retentionPinned:
            try await onServer { bench, _ in
                await publish(bench); try await check(bench)
            }
        case .noReaper:
            try await onServer { bench, server in
                server.ask("LPUSH \(Self.list) message")
                server.ask("RPOPLPUSH \(Self.list) \(Self.list):processing")
                try await check(bench)
            }
        case .foreignLetters: try await foreignLetters()
        case .unknownEvent, .refusedPayload: try await onServer { bench, _ in try await check(bench) }
        case .invalidCatalogue:
            let folder = try TemporaryFolder()
            let file = try folder.write("catalogue: 1\nevnts: {}\n", to: "wrong.catalogue.yaml")
            try await check(CommandBench(), ["EVENTBUS_CATALOGUE": file])
        case .wrongNamespace:
            try await onServer { bench, _ in
                await publish(bench)
                try await check(bench, ["EVENTBUS_NAMESPACE": "hokusay"])
            }
        case .mistypedVariable:
            try await onServer { bench, _ in try await check(bench, ["EVENTBUS_NAMESPCE": "x"]) }
        case .foreignKey:
            try await onServer { bench, server in
                server.ask("SET \(Self.log) x")
                try await check(bench)
            }
        case .notConfigured: try await check(CommandBench(environment: ["EVENTBUS_CATALOGUE": CommandBench.schemas]))
        case .portInUse: try await portInUse()
        }
    }

    private func onServer(
        _ configuration: [String] = [], listener: TestRedisServer.Listener = .unixSocketOnly,
        _ body: (CommandBench, TestRedisServer) async throws -> Void
    ) async throws {
        let server = try await TestRedisServer(configuration: configuration, listener: listener)
        do { try await body(.on(server.url), server) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func publish(_ bench: CommandBench, _ model: String = "m") async {
        let outcome = await bench.run("publish", "model_registered", "--data", Payloads.registered("\(model)/1/t"))
        #expect(outcome.status == .success, "\(outcome.errors)")
    }

    /// Runs the documented command; files are named from the top of the repository.
    private func check(_ bench: CommandBench, _ environment: [String: String] = [:]) async throws {
        var bench = bench
        bench.environment.merge(environment) { $1 }
        let arguments = documented.arguments.map {
            $0.hasPrefix("docs/") ? CommandBench.root + "/" + $0 : $0
        }
        let outcome = await bench.run(arguments)
        let said = outcome.output + outcome.errors
        #expect(documented.missing(in: said) == nil, "\(said)")
    }

    private func paused(_ group: String, _ reason: String) async throws {
        try await onServer { bench, _ in
            await publish(bench)
            _ = await bench.run("pause", "--group", group, "--reason", reason, "--by", "ops@desk")
            try await check(bench)
        }
    }

    private func twoConsumers() async throws {
        try await onServer { bench, _ in
            await publish(bench)
            func consumer(_ name: String) -> Task<CommandBench.Outcome, Never> {
                Task { await bench.run("consume", "--group", "contract-deployer", "--consumer", name) }
            }
            let first = consumer("c-1")
            #expect(await eventually { await bench.run("groups").output.contains("c-1") })
            let second = consumer("c-2")
            #expect(await eventually { await bench.run("groups").output.contains("c-1,c-2") })
            try await check(bench)
            for task in [first, second] {
                task.cancel()
                _ = await task.value
            }
        }
    }

    private func deadLetters() async throws {
        try await onServer { bench, server in
            await publish(bench)
            let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
            let entry = try await client.command("XRANGE", Self.log, "-", "+")[0]
            var command = RedisCommands()
            command.append(
                "XADD",
                [
                    "hokusai:{model_lifecycle:0}:dead", "*", "group", "contract-deployer", "consumer", "c", "position",
                    entry[0].string ?? "", "attempts", "4", "reason", "attempts_used_up", "error", "no gas",
                    "failed_routes", "", "first_failure", "2026-11-21T09:12:33.507397Z", "last_failure",
                    "2026-11-21T09:12:40.000000Z",
                ] + entry[1].compactMap(\.string))
            _ = try await client.reply(to: command).get()
            await client.close()
            try await check(bench)
        }
    }

    private func outbox() async throws {
        let folder = try TemporaryFolder()
        var bench = CommandBench.on("unix:///no/such/socket")
        bench.environment["EVENTBUS_OUTBOX_PATH"] = folder.path + "/outbox.sqlite"
        await publish(bench)
        try await check(bench)
    }

    /// A server that takes its time to read what it saved.
    private func loading() async throws {
        let slow = ["appendonly yes", "key-load-delay 10000", "loading-process-events-interval-bytes 1024"]
        try await onServer(slow) { bench, server in
            for number in 0..<600 { server.ask("SET filler:\(number) \(String(repeating: "x", count: 200))") }
            server.ask("BGREWRITEAOF")
            #expect(await eventually { server.ask("INFO persistence").contains("aof_rewrite_in_progress:0") })
            server.kill()
            async let restarted: Void = server.start()
            #expect(await eventually { server.ask("PING").contains("LOADING") })
            try await check(bench)
            try await restarted
        }
    }

    private func logLost() async throws {
        try await onServer { bench, server in
            await publish(bench)
            let transcript = Transcript()
            let tail = Task { await bench.run(documented.arguments, printing: transcript) }
            #expect(await eventually { transcript.output.contains("m/1/t") })
            server.ask("FLUSHALL")
            #expect(await eventually { documented.missing(in: transcript.errors) == nil }, "\(transcript.errors)")
            tail.cancel()
            _ = await tail.value
        }
    }

    private func foreignLetters() async throws {
        try await onServer { bench, server in
            let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
            let letter = """
                {"originalMessage":{"model_id":"ts","_retryCount":3},"error":"execution reverted",\
                "timestamp":"2026-11-21T09:12:34.737Z","queue":"\(Self.list)"}
                """
            for item in [letter, "not json"] { _ = try await client.command("LPUSH", Self.list + ":dlq", item) }
            await client.close()
            try await check(bench)
        }
    }

    private func portInUse() async throws {
        try await onServer { bench, _ in
            let first = Transcript()
            let serving = Task { await bench.run(documented.arguments, printing: first) }
            #expect(await eventually { first.errors.contains("listening") })
            try await check(bench)
            serving.cancel()
            _ = await serving.value
        }
    }
}
