import NIOCore
import TestSupport
import Testing

@testable import RedisClient

@Suite("a client and a real server", .timeLimit(.minutes(2)))
struct RealServerTests {
    private func configuration(_ server: TestRedisServer) -> RedisConfiguration {
        var configuration = RedisConfiguration(address: .unixSocket(path: server.socketPath))
        configuration.reconnectBackoff = RedisBackoff(base: .milliseconds(5), maximum: .milliseconds(50))
        configuration.circuitBreaker.failureThreshold = 10_000
        return configuration
    }

    private func with(
        _ settings: [String] = [], listener: TestRedisServer.Listener = .unixSocketOnly,
        timeout: Duration = .seconds(30),
        _ body: (RedisClient, TestRedisServer) async throws -> Void
    ) async throws {
        let server = try await TestRedisServer(configuration: settings, listener: listener)
        var configuration = configuration(server)
        configuration.commandTimeout = timeout
        let client = RedisClient(configuration: configuration)
        try await body(client, server)
        await client.close()
        await server.stop()
    }

    @Test("many tasks share the connection, and each gets its own replies")
    func sharing() async throws {
        try await with { client, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        for step in 0..<50 {
                            let text = "\(number):\(step)"
                            let found1 = try await client.command("ECHO", text).string
                            #expect(found1 == text)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(client.health.inFlightCommands == 0 && client.health.connection == .connected)
        }
    }

    @Test("tasks that are cancelled at any moment are told once, and nobody else gets a wrong reply")
    func cancellationStorm() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        try await with { client, _ in
            var tasks: [Task<RedisError?, Never>] = []
            for number in 0..<3_000 {
                let task = Task {
                    await failure { () throws(RedisError) in
                        let replies = try await client.send(commands(["ECHO", "\(number)"], ["ECHO", "x\(number)"]))
                        #expect(replies[0].string == "\(number)" && replies[1].string == "x\(number)", "seed \(seed)")
                    }
                }
                tasks.append(task)
                if Bool.random(using: &random) { tasks[Int.random(in: 0...number, using: &random)].cancel() }
            }
            for task in tasks {
                if let error = await task.value { #expect(error.code == .cancelled, "\(error), seed \(seed)") }
            }
            let isEmpty = await eventually { client.health.inFlightCommands == 0 }
            #expect(isEmpty && client.health.reconnects == 0, "seed \(seed)")
        }
    }

    @Test("tasks on the bus executor do the same")
    func busExecutor() async throws {
        try await with { client, _ in
            let sum = try await client.withBusExecutor {
                try await withThrowingTaskGroup(of: Int64.self) { group in
                    for _ in 0..<50 {
                        group.addTask {
                            for _ in 0..<20 { _ = try await client.command("INCR", "n") }
                            return try await client.command("GET", "n").integer ?? 0
                        }
                    }
                    return try await group.reduce(0, max)
                }
            }
            #expect(sum == 1_000)
        }
    }

    @Test("a failing command within a pipeline leaves the others alone")
    func pipeline() async throws {
        try await with(["maxmemory-policy noeviction"]) { client, _ in
            let replies = try await client.send(
                commands(
                    ["SET", "s", "x"], ["XADD", "s", "*", "a", "b"], ["GET", "s"], ["NOSUCHCOMMAND"], ["DEL", "s"]))
            #expect(replies[0].isOK && replies[2].string == "x" && replies[4].integer == 1)
            #expect(replies[1].error?.code == "WRONGTYPE" && replies[3].error?.code == "ERR")
        }
    }

    @Test("a large batch of large values comes back as it was sent")
    func large() async throws {
        try await with { client, _ in
            var batch = RedisCommands()
            for number in 0..<300 {
                batch.begin("ECHO", arguments: 1)
                batch.argument([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 20_000 + number))
            }
            let replies = try await client.send(batch)
            #expect(replies.count == 300)
            for (number, reply) in replies.enumerated() {
                reply.withBytes { bytes in
                    #expect(bytes.count == 20_000 + number)
                    #expect(bytes.allSatisfy { $0 == UInt8(truncatingIfNeeded: number) })
                }
            }
        }
    }

    @Test("database, client name and id are set up by the handshake, over TCP too")
    func handshake() async throws {
        try await with(listener: .tcp) { _, server in
            let port = try #require(server.port)
            let client = RedisClient(
                configuration: try RedisConfiguration(url: "127.0.0.1:\(port)/3?client_name=tests"))
            _ = try await client.command("SET", "here", "1")
            let info = try await client.command("CLIENT", "INFO").string ?? ""
            #expect(info.contains("name=tests") && info.contains("db=3"))
            #expect(info.contains("id=\(client.health.clientID ?? 0) "))
            await client.close()
        }
    }

    @Test("users and passwords: right, wrong, missing, superfluous")
    func authentication() async throws {
        try await with(["requirepass hunter2", "user worker on >s3cret ~* &* +@all -config -client"]) { _, server in
            func outcome(_ url: String) async throws -> RedisError? {
                let client = RedisClient(configuration: try RedisConfiguration(url: url))
                let error = await failure { () throws(RedisError) in try await client.command("SET", "a", "b") }
                await client.close()
                return error
            }
            let path = server.socketPath
            let found2 = try await outcome("unix://:hunter2@\(path)")
            #expect(found2 == nil)
            let found3 = try await outcome("unix://worker:s3cret@\(path)")
            #expect(found3 == nil)
            for wrong in ["unix://:wrong@\(path)", "unix://worker:hunter2@\(path)", "unix://\(path)"] {
                let error = try await outcome(wrong)
                #expect(error?.code == .authenticationFailed && error?.delivery == .notSent, "\(wrong)")
                #expect(error?.isRetriable == false && !"\(String(describing: error))".contains("hunter2"))
            }
        }
        try await with { _, server in
            let client = RedisClient(
                configuration: try RedisConfiguration(url: "unix://:superfluous@\(server.socketPath)"))
            let error = await failure { () throws(RedisError) in try await client.connect() }
            #expect(error?.code == .authenticationFailed)
            await client.close()
        }
    }

    @Test("a killed and restarted server: what waited fails precisely, what comes later waits and succeeds")
    func restart() async throws {
        try await with { client, server in
            _ = try await client.command("SET", "a", "b")
            server.pause()
            let inFlight = Task { await failure { () throws(RedisError) in try await client.command("INCR", "n") } }
            #expect(await eventually { client.health.inFlightCommands == 1 && client.health.unsentCommands == 0 })
            server.kill()
            let error = await inFlight.value
            #expect(error?.code == .connectionLost && error?.delivery == .outcomeUnknown)
            async let later = client.command("PING")
            try await server.start()
            let found4 = try await later.string
            #expect(found4 == "PONG")
            #expect(client.health.reconnects == 1)
        }
    }

    @Test("CLIENT KILL is survived a hundred times under load: every command is answered or fails once, and says how")
    func clientKill() async throws {
        try await with { client, server in
            let counted = Locked((answered: 0, failed: 0))
            let isDone = Locked(false)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        while !isDone.withLockedValue({ $0 }) {
                            let error = await failure { () throws(RedisError) in try await client.command("INCR", "n") }
                            counted.withLockedValue {
                                if let error {
                                    $0.failed += error.delivery == .outcomeUnknown ? 1 : 0
                                    #expect(error.code == .connectionLost, "\(error)")
                                } else {
                                    $0.answered += 1
                                }
                            }
                        }
                    }
                }
                group.addTask {
                    for number in 1...100 {
                        _ = await eventually { client.health.connection == .connected }
                        server.ask("CLIENT KILL TYPE normal SKIPME yes")
                        _ = await eventually { client.health.reconnects >= number }
                    }
                    isDone.withLockedValue { $0 = true }
                }
            }
            #expect(client.health.reconnects >= 100)
            let value = try await client.command("GET", "n").integer ?? 0
            let (answered, failed) = counted.withLockedValue { $0 }
            // Nothing answered is lost, nothing is repeated by the client itself.
            #expect(value >= Int64(answered) && value <= Int64(answered + failed))
            #expect(failed > 0)
        }
    }

    @Test("a server that hangs longer than the deadline costs the connection, and only that")
    func deadline() async throws {
        try await with(timeout: .seconds(1)) { client, server in
            try await client.connect()
            _ = try await client.command("SET", "a", "b")
            server.pause()
            let error = await failure { () throws(RedisError) in try await client.command("INCR", "n") }
            #expect(error?.code == .timeout && error?.delivery == .outcomeUnknown)
            server.resume()
            #expect(await eventually { client.health.reconnects == 1 })
            let found5 = try await client.command("PING").string
            #expect(found5 == "PONG")
        }
    }

    @Test("what no longer fits into the network counts as not sent when the connection breaks")
    func precision() async throws {
        try await with { client, server in
            _ = try await client.command("SET", "a", "b")
            server.pause()
            let large = String(repeating: "x", count: 4_000_000)
            let first = Task { await failure { () throws(RedisError) in try await client.command("SET", "a", large) } }
            #expect(await eventually { client.health.inFlightCommands == 1 && client.health.unsentCommands == 0 })
            // The first does not fit into the socket's buffer, so the second stays with us.
            let second = Task { await failure { () throws(RedisError) in try await client.command("SET", "b", "x") } }
            #expect(await eventually { client.health.inFlightCommands == 2 })
            server.kill()
            #expect(await first.value?.delivery == .outcomeUnknown)
            #expect(await second.value?.delivery == .notSent)
            try await server.start()
        }
    }

    @Test("a script runs by digest, and is loaded where the server lacks it, within a pipeline too")
    func scripts() async throws {
        try await with { client, _ in
            let add = RedisScript(name: "add", source: "return redis.call('INCRBY', KEYS[1], ARGV[1])")
            let get = RedisScript(name: "get", source: "return redis.call('GET', KEYS[1])")
            let found6 = try await client.evaluate(add, keys: ["n"], arguments: ["5"]).integer
            #expect(found6 == 5)
            let found7 = try await client.evaluate(add, keys: ["n"], arguments: ["5"]).integer
            #expect(found7 == 10)
            _ = try await client.command("SCRIPT", "FLUSH")
            var batch = RedisCommands()
            batch.append("SET", "s", "x")
            add.append(to: &batch, keys: ["n"], arguments: ["1"])
            get.append(to: &batch, keys: ["s"])
            batch.append("GET", "s")
            add.append(to: &batch, keys: ["n"], arguments: ["1"])
            let replies = try await client.send(batch, loading: [add, get])
            #expect("\(replies)" == #"[+OK, 11, "x", "x", 12]"#)
            // Without being told of the scripts, it says that nothing has run.
            _ = try await client.command("SCRIPT", "FLUSH")
            let holds8 = try await client.send(batch)[1].isMissingScript
            #expect(holds8)
            let found9 = try await client.command("GET", "n").integer
            #expect(found9 == 12)
            let broken = RedisScript(name: "broken", source: "return (")
            let error = await failure { () throws(RedisError) in try await client.evaluate(broken, keys: []) }
            #expect(error?.code == .server("ERR"))
        }
    }

    @Test("errors of the server say which: WRONGTYPE, OOM, READONLY")
    func serverErrors() async throws {
        try await with(["maxmemory 1", "maxmemory-policy noeviction"]) { client, _ in
            let error = await failure { () throws(RedisError) in try await client.command("SET", "a", "b") }
            #expect(error?.code == .server("OOM") && error?.delivery == .answered)
            _ = try await client.command("CONFIG", "SET", "maxmemory", "0")
            _ = try await client.command("REPLICAOF", "127.0.0.1", "1")
            let readOnly = await failure { () throws(RedisError) in try await client.command("SET", "a", "b") }
            #expect(readOnly?.code == .server("READONLY") && readOnly?.isRetriable == true)
            _ = try await client.command("REPLICAOF", "NO", "ONE")
            let holds10 = try await client.command("SET", "a", "b").isOK
            #expect(holds10)
        }
    }

    @Test("a replica without its master is refused at the handshake and named")
    func masterDown() async throws {
        try await with(["replicaof 127.0.0.1 1", "replica-serve-stale-data no"]) { client, _ in
            let error = await failure { () throws(RedisError) in try await client.connect() }
            #expect(error?.code == .server("MASTERDOWN") && error?.isRetriable == true)
        }
    }
}
