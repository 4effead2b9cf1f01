import EventBus
import EventBusOperations
import RedisClient
import RedisEventBus
import TestSupport
import Testing

@Suite("The overview of a bus")
struct OverviewSourceTests {
    @Test("an empty server is shown with the catalogue's stream, groups and queues, and nothing on them")
    func empty() async throws {
        try await OverviewBench.run { bench in
            let overview = await bench.source.ask()
            #expect(overview.server.isReachable && overview.server.version?.hasPrefix("7.") == true)
            #expect(overview.server.durability == "memory" && overview.server.memoryLimit == nil)
            #expect((overview.server.latency ?? .zero) > .zero)
            let stream = try #require(overview.streams.first)
            #expect(stream.name == "model_lifecycle" && stream.length == 0 && stream.failure == nil)
            #expect(stream.groups.map(\.name) == ["contract-deployer", "audit", "router"])
            #expect(stream.groups.map(\.isRequired) == [true, false, true])
            #expect(stream.groups.allSatisfy { $0.lag == 0 && $0.pending == 0 && !$0.isRead })
            #expect(overview.queues.map(\.list) == [OverviewBench.list, "hokusai:token_deployed_queue"])
            #expect(overview.queues.allSatisfy { $0.depth?.waiting == 0 && $0.failure == nil })
        }
    }

    @Test("what is read, in hand, waiting, dead and paused is counted, and who holds the lease is named")
    func filled() async throws {
        try await OverviewBench.run { bench in
            try await bench.publish(5)
            var handlers = EventHandlers()
            for event in bench.bus.events {
                handlers.on(event, undecoded: { _ in try await Task.sleep(for: .seconds(60)) })
            }
            let consumer = bench.bus.consumerGroup(
                of: bench.stream, group: "contract-deployer", consumer: "deployer-1",
                limits: ConsumerLimits(concurrency: 1, batch: 3), handlers: handlers)
            let running = Task { try await consumer.run() }
            defer { running.cancel() }
            try await bench.bus.pause(group: "router", of: bench.stream, reason: "upgrade", by: "ops@desk")
            for place in 1...12 {
                bench.server.ask("XADD \(OverviewBench.dead) 0-\(place) group router")
            }
            try await bench.client.command(
                "LPUSH", OverviewBench.list,
                #"{"message_id":"a","message_type":"x","timestamp":"2020-01-01T00:00:00","payload":{}}"#)
            bench.server.ask("LPUSH \(OverviewBench.list) later")
            bench.server.ask("LPUSH \(OverviewBench.list):processing taken")
            let isInHand = try await eventually {
                try await bench.askStream().groups[0].pending > 0
            }
            #expect(isInHand)
            let overview = await bench.source.ask()
            let stream = try #require(overview.streams.first)
            #expect(stream.length == 5 && (stream.bytes ?? 0) > 0 && stream.deadLetters == 12)
            let group = stream.groups[0]
            let holder = try #require(group.status.partitions[0].holders.first)
            #expect(holder.consumer == "deployer-1" && holder.isConnected == true && group.isRead)
            #expect(group.members == ["deployer-1"])
            #expect((group.lag ?? 0) + group.pending == 5)
            #expect(group.consumers.contains { $0.name == "deployer-1" && $0.pending == group.pending })
            #expect(stream.groups[2].pause?.by == "ops@desk" && stream.groups[2].lag == nil)
            let queue = try #require(overview.queues.first)
            #expect(queue.depth?.waiting == 2 && queue.depth?.processing == 1)
            // The message that a worker takes next is the oldest.
            #expect((queue.oldestWaitingAge ?? .zero) > .seconds(86_400 * 365))
            let reasons = overview.verdict.reasons
            #expect(overview.verdict.status == .degraded)
            #expect(reasons.contains("group router of model_lifecycle is paused by ops@desk: upgrade"))
            #expect(reasons.contains("model_lifecycle has 12 dead letters"))
            #expect(!reasons.contains { $0.contains("contract-deployer") })
        }
    }

    @Test("every consumer of a group without order is shown as a holder")
    func shared() async throws {
        try await OverviewBench.run { bench in
            try await bench.publish(1)
            let running = ["a", "b"].map { name in
                let consumer = bench.bus.consumerGroup(
                    of: bench.stream, group: "audit", consumer: name, handlers: EventHandlers())
                return Task { try await consumer.run() }
            }
            defer { running.forEach { $0.cancel() } }
            let areShown = try await eventually {
                let partition = try await bench.askStream().groups[1].status.partitions[0]
                return Set(partition.holders.map(\.consumer)) == ["a", "b"]
                    && partition.holders.allSatisfy { $0.isConnected == true }
            }
            #expect(areShown)
        }
    }

    @Test("the lag is what is in the log, whatever Redis 7.0 counts after a trim")
    func lagAfterTrim() async throws {
        try await OverviewBench.run { bench in
            try await bench.publish(10)
            bench.server.ask("XGROUP CREATE \(OverviewBench.log) contract-deployer 0")
            bench.server.ask("XTRIM \(OverviewBench.log) MAXLEN 2")
            let stream = try await bench.askStream()
            #expect(stream.groups[0].lag == 2)
        }
    }

    @Test("a key of another type fails its own part, and the rest is shown")
    func wrongTypes() async throws {
        try await OverviewBench.run { bench in
            bench.server.ask("SET \(OverviewBench.log) x")
            bench.server.ask("SET \(OverviewBench.list) x")
            bench.server.ask("SET hokusai:{model_lifecycle:0}:lease:audit x")
            let overview = await bench.source.ask()
            #expect(overview.server.isReachable)
            let stream = try #require(overview.streams.first)
            #expect(stream.failure?.contains("\(OverviewBench.log): WRONGTYPE") == true)
            #expect(stream.groups.map { $0.failure != nil } == [false, true, false])
            let (broken, whole) = (overview.queues.first, overview.queues.last)
            #expect(broken?.failure?.contains("WRONGTYPE") == true && broken?.depth == nil)
            #expect(whole?.failure == nil && whole?.depth?.waiting == 0)
            #expect(overview.verdict.status == .degraded)
            #expect(overview.verdict.reasons.contains { $0.hasPrefix("stream model_lifecycle: ") })
        }
    }

    @Test("a user without rights sees what it may, and where a right is missing")
    func missingRights() async throws {
        let asLooker: (TestRedisServer) throws -> RedisConfiguration = { server in
            server.ask(
                "ACL SETUSER looker on >secret ~* &* +ping +hello +client|setname +client|id +llen +zcard +xlen")
            var configuration = try RedisConfiguration(url: server.url)
            (configuration.username, configuration.password) = ("looker", "secret")
            return configuration
        }
        try await OverviewBench.run(connecting: asLooker) { bench in
            bench.server.ask("LPUSH \(OverviewBench.list) a")
            let overview = await bench.source.ask()
            #expect(overview.server.isReachable && overview.server.version == nil)
            let stream = try #require(overview.streams.first)
            #expect(stream.failure?.contains("NOPERM") == true)
            #expect(stream.groups.allSatisfy { $0.failure?.contains("NOPERM") == true })
            #expect(overview.queues.first?.depth?.waiting == 1)
        }
    }

    @Test("a server that hangs is given up within the deadline, asked once, and found again when it goes on")
    func hung() async throws {
        try await OverviewBench.run(deadline: .seconds(1)) { bench in
            #expect(await eventually { await bench.source.ask().server.isReachable })
            bench.server.pause()
            let began = ContinuousClock.now
            let first = await bench.source.ask()
            let second = await bench.source.ask()
            #expect(first.server.failure == "no answer within 1.0 s" && second.server.failure != nil)
            #expect(.now - began < .seconds(4))
            // The second waited for the question of the first: three commands, not six.
            #expect(second.server.inFlightCommands == 3)
            #expect(second.verdict.status == .unhealthy)
            bench.server.resume()
            #expect(await eventually { await bench.source.ask().server.isReachable })
        }
    }

    @Test("a server that was killed is unreachable, and shown again after its return")
    func killed() async throws {
        try await OverviewBench.run(deadline: .seconds(1)) { bench in
            try await bench.publish(1)
            bench.server.kill()
            let began = ContinuousClock.now
            let away = await bench.source.ask()
            #expect(!away.server.isReachable && .now - began < .seconds(2))
            #expect(away.verdict.reasons.first?.hasPrefix("Redis does not answer: ") == true)
            try await bench.server.start()
            #expect(await eventually { await bench.source.ask().server.isReachable })
            #expect(await bench.source.ask().server.reconnects > 0)
        }
    }

    @Test("a full server and a replica are reachable and take no events")
    func impediments() async throws {
        try await OverviewBench.run { bench in
            bench.server.ask("CONFIG SET maxmemory 1mb")
            #expect(await bench.source.ask().server.impediment?.contains("maxmemory") == true)
            bench.server.ask("CONFIG SET maxmemory 0")
            bench.server.ask("REPLICAOF 127.0.0.1 1")
            let overview = await bench.source.ask()
            #expect(overview.server.impediment == "this Redis is a replica and takes no writes")
            #expect(overview.verdict.status == .degraded)
        }
    }
}
