import NIOCore
import TestSupport
import Testing

@testable import RedisClient

@Suite("a client and a server that misbehaves", .timeLimit(.minutes(1)))
struct ScriptedServerTests {
    /// Runs a client against a script; the handshake is answered.
    private func with(
        _ script: @escaping FakeServer.Script, change: (inout RedisConfiguration) -> Void = { _ in },
        _ body: (RedisClient, FakeServer) async throws -> Void
    ) async throws {
        let server = try await FakeServer { words, connection in
            words == ["CLIENT", "ID"] || words == ["PING"] ? .greet : script(words, connection)
        }
        var configuration = server.configuration
        change(&configuration)
        let client = RedisClient(configuration: configuration)
        try await body(client, server)
        await client.close()
        await server.stop()
    }

    @Test("replies in packets of one byte are the same replies")
    func trickle() async throws {
        let wire = String(decoding: HiredisReplyReaderTests.wire, as: UTF8.self)
        try await with { words, _ in
            words[0] == "LAST" ? .trickle(wire) : .silence
        } _: { client, _ in
            var pipeline = RedisCommands()
            for _ in 0..<12 { pipeline.append("MORE") }
            pipeline.append("LAST")
            let replies = try await client.send(pipeline)
            #expect("\(replies)" == HiredisReplyReaderTests.expected)
        }
    }

    @Test("an error within a pipeline or an array is a value among the others")
    func errorsAreValues() async throws {
        try await with { words, _ in
            switch words[0] {
            case "EXEC": .send("*3\r\n+OK\r\n-OOM full\r\n:1\r\n")
            case "BAD": .send("-WRONGTYPE no\r\n")
            default: .send("+OK\r\n")
            }
        } _: { client, _ in
            let replies = try await client.send(commands(["A"], ["BAD"], ["EXEC"], ["B"]))
            #expect("\(replies)" == "[+OK, -WRONGTYPE no, [+OK, -OOM full, 1], +OK]")
            let error = await failure { () throws(RedisError) in try await client.command("BAD") }
            #expect(error?.code == .server("WRONGTYPE") && error?.delivery == .answered)
        }
    }

    @Test("junk instead of a reply ends the connection, and the next one serves again")
    func junk() async throws {
        try await with { words, connection in
            connection == 1 ? .send("HTTP/1.1 400 Bad Request\r\n\r\n") : .send("+OK\r\n")
        } _: { client, server in
            let error = await failure { () throws(RedisError) in try await client.command("SET") }
            #expect(error?.code == .protocolError && error?.delivery == .outcomeUnknown)
            let holds1 = try await client.command("SET").isOK
            #expect(holds1)
            #expect(server.connectionCount == 2)
        }
    }

    @Test("somebody who is not Redis is named so at the handshake")
    func notRedis() async throws {
        let server = try await FakeServer { _, _ in .send("SSH-2.0-OpenSSH_9.2\r\n") }
        var configuration = server.configuration
        configuration.circuitBreaker.failureThreshold = 1_000
        let client = RedisClient(configuration: configuration)
        let error = await failure { () throws(RedisError) in try await client.connect() }
        #expect(error?.code == .protocolError && error?.isRetriable == false)
        // Commands do not wait for such a server to change its mind.
        let command = await failure { () throws(RedisError) in try await client.command("GET", "x") }
        #expect(command?.code == .protocolError && command?.delivery == .notSent)
        await client.close()
        await server.stop()
    }

    @Test("one reply too many ends the connection: nobody gets somebody else's reply")
    func oneTooMany() async throws {
        try await with { _, connection in
            .send(connection == 1 ? "+OK\r\n+OK\r\n" : "+OK\r\n")
        } _: { client, server in
            _ = try await client.command("SET")
            #expect(await eventually { server.connectionCount == 2 })
            let holds2 = try await client.command("SET").isOK
            #expect(holds2)
        }
    }

    @Test("a half-closed socket fails what waits, with an unknown outcome, and is replaced")
    func halfClosed() async throws {
        try await with { _, connection in
            connection == 1 ? .closeOutput : .send("+OK\r\n")
        } _: { client, _ in
            let error = await failure { () throws(RedisError) in try await client.command("SET") }
            #expect(error?.code == .connectionLost && error?.delivery == .outcomeUnknown && error?.isRetriable == true)
            let holds3 = try await client.command("SET").isOK
            #expect(holds3)
            #expect(client.health.reconnects == 1)
        }
    }

    @Test("an idle connection that the server closes is noticed and replaced, without anybody noticing")
    func idle() async throws {
        try await with { _, _ in
            .send("+OK\r\n")
        } _: { client, server in
            _ = try await client.command("SET")
            await server.closeConnections()
            #expect(await eventually { client.health.reconnects == 1 })
            let holds4 = try await client.command("SET").isOK
            #expect(holds4)
        }
    }

    @Test("a command without a reply times out with an unknown outcome, and its neighbours are told precisely")
    func timeout() async throws {
        try await with { words, connection in
            connection == 1 && words[0] != "FAST" ? .silence : .send("+OK\r\n")
        } change: {
            $0.commandTimeout = .seconds(1)
        } _: { client, server in
            try await client.connect()
            let holds5 = try await client.command("FAST").isOK
            #expect(holds5)
            async let first = failure { () throws(RedisError) in try await client.command("SLOW") }
            async let second = failure { () throws(RedisError) in try await client.command("SLOW") }
            for error in await [first, second] {
                #expect(error?.delivery == .outcomeUnknown)
                #expect(error?.code == .timeout || error?.code == .connectionLost)
            }
            #expect(await eventually { server.connectionCount == 2 })
            let holds6 = try await client.command("FAST").isOK
            #expect(holds6)
        }
    }

    @Test("a cancelled command ends at once, its reply goes to nobody, and its neighbours get theirs")
    func cancellation() async throws {
        try await with { words, _ in
            .hold("+\(words[0])\r\n")
        } _: { client, server in
            async let before = client.command("BEFORE")
            let task = Task { await failure { () throws(RedisError) in try await client.command("SLOW") } }
            #expect(await eventually { server.heldCount == 2 })
            async let after = client.command("AFTER")
            #expect(await eventually { server.heldCount == 3 })
            task.cancel()
            let error = await task.value
            #expect(error?.code == .cancelled && error?.delivery == .outcomeUnknown)
            server.release()
            let found7 = try await before.string
            #expect(found7 == "BEFORE")
            let found8 = try await after.string
            #expect(found8 == "AFTER")
            #expect(server.connectionCount == 1)
        }
    }

    @Test("a task that is cancelled before it sends sends nothing")
    func cancelledBefore() async throws {
        try await with { words, _ in
            .send("+OK\r\n")
        } _: { client, _ in
            _ = try await client.command("SET")
            let error = await withTaskGroup(of: RedisError?.self) { group in
                group.cancelAll()
                group.addTask { await failure { () throws(RedisError) in try await client.command("SET") } }
                return await group.next().flatMap { $0 }
            }
            #expect(error?.code == .cancelled && error?.delivery == .notSent)
        }
    }

    @Test("over the limit callers wait, in order, and can be cancelled while they do")
    func backPressure() async throws {
        let sent = Locked<[String]>([])
        try await with { words, _ in
            sent.withLockedValue { $0.append(words[0]) }
            return .hold("+\(words[0])\r\n")
        } change: {
            $0.maximumInFlightCommands = 2
        } _: { client, server in
            try await client.connect()
            var tasks: [Task<Result<String?, RedisError>, Never>] = []
            for number in 0..<6 {
                tasks.append(
                    Task {
                        do throws(RedisError) { return .success(try await client.command("C\(number)").string) } catch {
                            return .failure(error)
                        }
                    })
                // One after another, so that there is an order to keep.
                let isIn = await eventually {
                    client.health.inFlightCommands + client.health.suspendedCallers == number + 1
                }
                #expect(isIn)
            }
            #expect(client.health.inFlightCommands == 2 && client.health.suspendedCallers == 4)
            tasks[4].cancel()
            guard case .failure(let error) = await tasks[4].value else {
                Issue.record("a caller that was cancelled while it waited has an answer")
                return
            }
            #expect(error.code == .cancelled && error.delivery == .notSent)
            #expect(client.health.suspendedCallers == 3)
            for round in [["C0", "C1"], ["C2", "C3"], ["C5"]] {
                #expect(await eventually { server.heldCount == round.count })
                #expect(client.health.inFlightCommands == round.count)
                server.release()
                for name in round {
                    let number = try #require(name.last?.wholeNumberValue)
                    guard case .success(name) = await tasks[number].value else {
                        Issue.record("\(name) has another answer")
                        return
                    }
                }
            }
            #expect(sent.withLockedValue { $0 } == ["C0", "C1", "C2", "C3", "C5"])
            #expect(client.health.suspendedCallers == 0 && client.health.inFlightCommands == 0)
        }
    }

    @Test("a command without a connection waits for one up to its deadline, and then says why there was none")
    func noConnection() async throws {
        // Nobody listens on a port that only the administrator may take.
        var configuration = RedisConfiguration(address: .tcp(host: "127.0.0.1", port: 1))
        configuration.commandTimeout = .seconds(1)
        configuration.circuitBreaker.failureThreshold = 1_000
        let client = RedisClient(configuration: configuration)
        let start = ContinuousClock.now
        let error = await failure { () throws(RedisError) in try await client.command("SET") }
        #expect(ContinuousClock.now - start >= .seconds(1))
        #expect(error?.code == .notConnected && error?.delivery == .notSent && error?.isRetriable == true)
        #expect(error?.message.contains("127.0.0.1:1") == true)
        #expect(error?.message.contains("refused") == true, "\(String(describing: error))")
        await client.close()
    }

    @Test("after failures in a row the breaker opens: commands fail at once, and one attempt closes it again")
    func breaker() async throws {
        let isBroken = Locked(true)
        let server = try await FakeServer { _, _ in isBroken.withLockedValue { $0 } ? .close : .greet }
        var configuration = server.configuration
        configuration.circuitBreaker = RedisCircuitBreakerPolicy(failureThreshold: 3, openDuration: .milliseconds(100))
        let client = RedisClient(configuration: configuration)
        let waiting = await failure { () throws(RedisError) in try await client.command("SET") }
        #expect(waiting?.code == .circuitOpen && waiting?.delivery == .notSent)
        #expect(client.health.breaker != .closed)
        isBroken.withLockedValue { $0 = false }
        #expect(await eventually { client.health.breaker == .closed && client.health.connection == .connected })
        let holds9 = try await client.command("SET").isOK
        #expect(holds9)
        await client.close()
        await server.stop()
    }

    @Test("a server that accepts and says nothing fails the attempt in time")
    func silentHandshake() async throws {
        let server = try await FakeServer { _, _ in .silence }
        var configuration = server.configuration
        configuration.connectTimeout = .milliseconds(100)
        let client = RedisClient(configuration: configuration)
        let error = await failure { () throws(RedisError) in try await client.connect() }
        #expect(error?.code == .notConnected && error?.message.contains("handshake") == true)
        await client.close()
        await server.stop()
    }

    @Test("closing ends every wait and refuses what comes after")
    func closing() async throws {
        try await with { _, _ in
            .silence
        } _: { client, _ in
            let task = Task { await failure { () throws(RedisError) in try await client.command("SET") } }
            #expect(await eventually { client.health.inFlightCommands == 1 && client.health.unsentCommands == 0 })
            await client.close()
            let error = await task.value
            #expect(error?.code == .closed && error?.delivery == .outcomeUnknown)
            let late = await failure { () throws(RedisError) in try await client.command("SET") }
            #expect(late?.code == .closed && late?.delivery == .notSent)
        }
    }

    @Test("a loading server is tried again until it is ready")
    func loading() async throws {
        let pings = Locked(0)
        let server = try await FakeServer { words, _ in
            guard words == ["PING"] else { return .greet }
            let count = pings.withLockedValue { count in
                count += 1
                return count
            }
            return count < 3 ? .send("-LOADING Redis is loading the dataset in memory\r\n") : .greet
        }
        let client = RedisClient(configuration: server.configuration)
        let holds10 = try await client.command("SET").isOK
        #expect(holds10)
        #expect(server.connectionCount == 3)
        await client.close()
        await server.stop()
    }

    @Test("a subscription whose server has gone silent is made again")
    func silentSubscription() async throws {
        let pings = Locked(0)
        let server = try await FakeServer { words, connection in
            switch words[0] {
            case "SUBSCRIBE": return .send("*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n")
            case "PING":
                let count = pings.withLockedValue { count in
                    count += 1
                    return count
                }
                // The second is the one that asks whether anybody is there.
                return connection == 1 && count > 1 ? .silence : .greet
            default: return .greet
            }
        }
        var configuration = server.configuration
        configuration.commandTimeout = .milliseconds(500)
        let client = RedisClient(configuration: configuration)
        let subscription = try await client.subscribe(to: ["a"])
        var events = subscription.makeAsyncIterator()
        let begin = ContinuousClock.now
        guard case .resubscribed(let lastHeard) = await events.next() else {
            Issue.record("not subscribed again")
            return
        }
        #expect(lastHeard < .now && lastHeard > begin - .seconds(5))
        #expect(server.connectionCount == 2)
        await client.close()
        #expect(await events.next() == nil)
        await server.stop()
    }
}
