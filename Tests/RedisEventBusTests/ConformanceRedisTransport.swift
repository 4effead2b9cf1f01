import EventBus
import EventBusTesting
import Foundation
import Logging
import RedisClient
import RedisEventBus
import ServiceLifecycle
import TestSupport

/// The bus on a Redis of its own, as the conformance suite sees it.
struct ConformanceRedisTransport: ConformanceTransport {
    var features: ConformanceFeatures { .all }

    private let server: TestRedisServer
    private let client: RedisClient
    private let bus: RedisEventBus
    private let router: ConformanceService

    /// Starts a server; every write is on its disk before it is answered, since the suite kills it.
    init() async throws {
        server = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        (client, bus) = try Self.connect(to: server)
        try await Self.requireScripts(client)
        let router = bus.router(of: [PlainTopic.declaration.stream], consumer: "router")
        self.router = ConformanceService(router, client: nil)
    }

    private static func connect(to server: TestRedisServer) throws -> (RedisClient, RedisEventBus) {
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        let bus = RedisEventBus(
            client: client, events: ConformanceCatalogue.declarations, namespace: "conformance", source: "/conformance",
            logger: Logger(label: "conformance") { _ in SwiftLogNoOpLogHandler() })
        return (client, bus)
    }

    /// Scripts carry flags, which a server before 7.0 cannot read: without this each case would find that out slowly.
    private static func requireScripts(_ client: RedisClient) async throws {
        let facts = try await client.command("INFO", "server").string ?? ""
        let line = facts.split(whereSeparator: \.isNewline).first { $0.hasPrefix("redis_version:") }
        let version = line.map { String($0.dropFirst("redis_version:".count)) } ?? ""
        guard let major = version.split(separator: ".").first.flatMap({ Int($0) }), major >= 7 else {
            throw ConformanceFailure("the server", expected: "Redis 7.0 or later", found: "Redis \(version)")
        }
    }

    func end() async {
        await router.kill()
        await client.close()
        await server.stop()
    }

    func restart() async throws { try await server.restart() }

    // MARK: Publishing and consuming

    func publisher() async throws -> ConformancePublisher {
        let (client, bus) = try Self.connect(to: server)
        return ConformancePublisher(bus) { await client.close() }
    }

    func start(_ consumer: ConformanceConsumer) async throws -> any ConformanceRunning {
        let (client, bus) = try Self.connect(to: server)
        let group = bus.consumerGroup(
            of: consumer.stream, group: consumer.group, consumer: consumer.name,
            limits: ConsumerLimits(
                concurrency: consumer.concurrency, batch: consumer.concurrency,
                handlerTimeout: consumer.handlerTimeout),
            handlers: consumer.handlers)
        return ConformanceService(group, client: client)
    }

    func isFinished(group: String, of stream: StreamDeclaration) async throws -> Bool {
        for partition in 0..<stream.partitions {
            var commands = RedisCommands()
            commands.append("XINFO", "STREAM", Self.log(stream, partition))
            let facts = try await client.reply(to: commands)
            guard facts.error == nil else { continue }
            let last = Self.fields(facts)["last-generated-id"]
            let groups = try await client.command("XINFO", "GROUPS", Self.log(stream, partition))
            guard let found = groups.map({ Self.fields($0) }).first(where: { $0["name"] == group }) else {
                return false
            }
            if found["pending"] != "0" || found["last-delivered-id"] != last { return false }
        }
        return true
    }

    func pause(group: String, of stream: StreamDeclaration) async throws {
        try await bus.pause(group: group, of: stream, reason: "a test", by: "a test")
    }

    func resume(group: String, of stream: StreamDeclaration) async throws {
        _ = try await bus.resume(group: group, of: stream, by: "the suite")
    }

    func appendUnchecked(
        _ fields: [(name: String, value: [UInt8])], to stream: StreamDeclaration
    ) async throws {
        var commands = RedisCommands()
        commands.begin("XADD", arguments: 2 + 2 * fields.count)
        commands.argument(Self.log(stream, 0))
        commands.argument("*" as StaticString)
        for field in fields {
            commands.argument(field.name)
            field.value.withUnsafeBytes { commands.argument($0) }
        }
        _ = try await client.reply(to: commands).get()
    }

    // MARK: Dead letters

    func deadLetters(group: String, of stream: StreamDeclaration) async throws -> [ConformanceDeadLetter] {
        var letters: [ConformanceDeadLetter] = []
        for try await letter in bus.deadLetters(of: stream).letters() where letter.group == group {
            let data = letter.fields.first { $0.name == "data" }?.value
            letters.append(
                ConformanceDeadLetter(
                    reference: letter.id.description, group: letter.group, attempts: letter.attempts,
                    error: letter.error, bytes: data ?? letter.fields.flatMap(\.value)))
        }
        return letters
    }

    func redrive(_ letter: ConformanceDeadLetter, of stream: StreamDeclaration) async throws -> Bool {
        guard let letter = try await self.letter(letter, of: stream) else { return false }
        return try await bus.deadLetters(of: stream).redrive(letter, by: DeadLetterActor("the suite"))
    }

    func discard(_ letter: ConformanceDeadLetter, of stream: StreamDeclaration) async throws {
        guard let letter = try await self.letter(letter, of: stream) else { return }
        _ = try await bus.deadLetters(of: stream).discard(letter, by: DeadLetterActor("the suite"))
    }

    private func letter(_ letter: ConformanceDeadLetter, of stream: StreamDeclaration) async throws -> DeadLetter? {
        guard let id = DeadLetter.ID(letter.reference) else { return nil }
        return try await bus.deadLetters(of: stream).letter(id)
    }

    // MARK: Other readers

    func subscribe(
        to stream: StreamDeclaration, from start: ConformanceStart,
        _ receive: @escaping @Sendable (ConformanceSighting) -> Void
    ) async throws -> any ConformanceRunning {
        let (client, bus) = try Self.connect(to: server)
        let from: EventSubscription.Start =
            switch start {
            // The end of the log now: a subscription from now on begins with its first read, some time later.
            case .now: .after(try await end(of: stream))
            case .beginning: .beginning
            case .after(let cursor): .after(Cursor(cursor) ?? .beginning(partitions: stream.partitions))
            }
        let task = Task {
            for try await element in bus.subscribe(to: stream, from: from) {
                receive(ConformanceSighting(record: element.record, cursor: element.cursor.description))
            }
        }
        return ConformanceTask(task: task, client: client)
    }

    private func end(of stream: StreamDeclaration) async throws -> Cursor {
        var positions: [StreamPosition] = []
        for partition in 0..<stream.partitions {
            let reply = try await client.command("XREVRANGE", Self.log(stream, partition), "+", "-", "COUNT", "1")
            let last = reply.count == 0 ? nil : reply[0][0].string
            positions.append(last.flatMap { StreamPosition($0) } ?? .beginning)
        }
        return Cursor(positions: positions)
    }

    func list(_ name: String) async throws -> [String] {
        try await client.command("LRANGE", name, "0", "-1").map { $0.string ?? "" }.reversed()
    }

    func listen(
        to channel: String, _ receive: @escaping @Sendable (String) -> Void
    ) async throws -> any ConformanceRunning {
        let (client, bus) = try Self.connect(to: server)
        let subscription = try await bus.notifications(ofChannels: [channel])
        let task = Task<Void, any Error> {
            for await event in subscription {
                if case .message(_, let payload) = event { receive(String(decoding: payload, as: UTF8.self)) }
            }
        }
        return ConformanceTask(task: task, client: client)
    }

    // MARK: Layout

    private static func log(_ stream: StreamDeclaration, _ partition: Int) -> String {
        "conformance:{\(stream.name):\(partition)}:log"
    }

    private static func fields(_ reply: RedisReply) -> [String: String] {
        var fields: [String: String] = [:]
        for index in stride(from: 0, to: reply.count - 1, by: 2) {
            guard let name = reply[index].string else { continue }
            fields[name] = reply[index + 1].string ?? reply[index + 1].integer.map { String($0) }
        }
        return fields
    }
}

/// A service of the bus that the suite starts and ends; with connections of its own it can be killed.
private struct ConformanceService: ConformanceRunning {
    private let group: ServiceGroup
    private let task: Task<Void, any Error>
    private let client: RedisClient?

    init(_ service: any Service, client: RedisClient?) {
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: service)],
                logger: Logger(label: "conformance") { _ in SwiftLogNoOpLogHandler() }))
        self.group = group
        self.client = client
        task = Task { try await group.run() }
    }

    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await task.value
        await client?.close()
    }

    /// Its connections go first, so that nothing it does as it ends reaches the server; nobody waits for a dead process.
    func kill() async {
        await client?.close()
        task.cancel()
    }
}

/// A reader that the suite starts and ends.
private struct ConformanceTask: ConformanceRunning {
    let task: Task<Void, any Error>
    let client: RedisClient

    func stop() async throws { await kill() }

    func kill() async {
        task.cancel()
        await client.close()
    }
}
