import EventBus
import Logging
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Retention on a real server")
struct RetentionTests {
    private let log = "test:{plain:0}:log"

    @Test("entries beyond the age and the number go, to the very last, and the newest stay")
    func bounds() async throws {
        try await TestBus.run { test in
            try await append(test, 1...1_234)
            let byAge = stream(maxAge: .seconds(60), maxEntries: nil)
            _ = try await test.client.command("XADD", log, "*", "a", "b")
            let trimming = try await test.bus.retention(of: byAge, pace: Self.pace).trim()
            #expect(trimming[0].removed == 1_234 && trimming[0].steps > 1)
            #expect(try await ids(test).count == 1)
            try await appendNow(test, 999)
            let byCount = stream(maxAge: nil, maxEntries: 37)
            #expect(try await test.bus.retention(of: byCount, pace: Self.pace).trim()[0].removed == 963)
            #expect(try await ids(test).count == 37)
            #expect(try await test.bus.retention(of: byCount, pace: Self.pace).trim()[0].removed == 0)
        }
    }

    @Test("without bounds nothing goes, and a log that does not exist is left alone")
    func forever() async throws {
        try await TestBus.run { test in
            let declaration = stream(maxAge: nil, maxEntries: nil)
            #expect(try await test.bus.retention(of: declaration).trim()[0].removed == 0)
            try await append(test, 1...10)
            #expect(try await test.bus.retention(of: declaration).trim()[0].removed == 0)
            let status = try await test.bus.retention(of: declaration).status()[0]
            #expect(status.length == 10 && !status.isDue && status.holder == nil && (status.bytes ?? 0) > 0)
            #expect(try await test.client.command("EXISTS", "test:{plain:0}:trimmed").integer == 0)
        }
    }

    @Test("nothing goes that a required group has been given and has not acknowledged, or has yet to be given")
    func requiredGroup() async throws {
        try await TestBus.run { test in
            let declaration = stream(groups: [GroupDeclaration(name: "g")])
            let retention = test.bus.retention(of: declaration, pace: Self.pace)
            try await append(test, 1...500)
            #expect(try await retention.trim()[0].removed == 0, "the group does not exist: it has finished nothing")
            #expect(try await retention.status()[0].holder?.needs == nil)
            try await group(test, "g")
            _ = try await read(test, "g", 300)
            #expect(try await retention.trim()[0].removed == 0)
            try await acknowledge(test, "g", Array(1...120) + Array(122...300))
            #expect(try await retention.trim()[0].removed == 120)
            let status = try await retention.status()[0]
            #expect(status.holder?.name == "g" && status.holder?.pending == 1)
            #expect(status.holder?.needs == position(121) && status.first == position(121))
            try await acknowledge(test, "g", [121])
            #expect(try await retention.trim()[0].removed == 180)
            #expect(try await ids(test) == (301...500).map { position($0) })
        }
    }

    @Test("a parked delivery is pending like any other: it holds what it needs")
    func parked() async throws {
        try await TestBus.run { test in
            let retention = test.bus.retention(of: stream(groups: [GroupDeclaration(name: "g")]), pace: Self.pace)
            try await append(test, 1...50)
            try await group(test, "g")
            _ = try await read(test, "g", 50)
            _ = try await test.client.command(
                "XCLAIM", log, "g", "~delayed", "0", "10-0", "RETRYCOUNT", "2", "JUSTID")
            try await acknowledge(test, "g", Array(1...9) + Array(11...50))
            #expect(try await retention.trim()[0].removed == 9)
        }
    }

    @Test("the router is waited for while the stream has routes, declared or not")
    func router() async throws {
        try await TestBus.run { test in
            let declaration = StreamDeclaration(name: "parcels", retention: RetentionDeclaration(maxEntries: 1))
            for weight in 0..<20 { try await test.bus.publish(ParcelSent(parcel: "p", weight: weight)) }
            let retention = test.bus.retention(of: declaration, pace: Self.pace)
            #expect(try await retention.trim()[0].removed == 0)
            #expect(try await retention.status()[0].holder?.name == "router")
            let router = Task { try await test.bus.router(consumer: "r").run() }
            #expect(try await eventually { try await test.client.command("LLEN", "parcels:queue").integer == 20 })
            #expect(try await eventually { try await test.pending("router") == 0 })
            #expect(try await retention.trim()[0].removed == 19)
            router.cancel()
            try await router.value
        }
    }

    @Test(
        "an optional group is waited for within its lag; beyond it it is released, its pending entries are counted, logged and not given again"
    )
    func optionalGroup() async throws {
        try await TestBus.run { test in
            let records = LogRecords()
            let bus = RedisEventBus(
                client: test.client, events: [], namespace: "test", source: "tests", logger: records.logger)
            try await append(test, 1...300)
            for name in ["g", "o"] { try await group(test, name) }
            _ = try await read(test, "g", 300)
            try await acknowledge(test, "g", Array(1...300))
            _ = try await read(test, "o", 50)
            let patient = GroupDeclaration(name: "o", required: false, maxLag: .seconds(100 * 365 * 86_400))
            let required = GroupDeclaration(name: "g")
            let waiting = bus.retention(of: stream(groups: [required, patient]), pace: Self.pace)
            #expect(try await waiting.trim()[0].removed == 0)
            #expect(try await waiting.status()[0].holder?.name == "o")

            let impatient = GroupDeclaration(name: "o", required: false, maxLag: .seconds(3_600))
            let released = bus.retention(of: stream(groups: [required, impatient]), pace: Self.pace)
            let trimming = try await released.trim()[0]
            #expect(trimming.removed == 300)
            let release = try #require(trimming.releases.first)
            #expect(release.group == "o" && release.entries == 50)
            #expect(release.first == position(1) && release.last == position(50))
            #expect(try await test.client.command("XPENDING", log, "o")[0].integer == 0)
            #expect(records.messages.contains { $0.contains("group released") && $0.contains("1-0") })
            #expect(records.messages.contains { $0.contains("acknowledged in the name") && $0.contains("50") })
        }
    }

    @Test("a group that the catalogue does not know is waited for, and named")
    func undeclared() async throws {
        try await TestBus.run { test in
            try await appendNow(test, 20)
            try await group(test, "trial")
            let retention = test.bus.retention(of: stream(maxAge: nil, maxEntries: 5), pace: Self.pace)
            #expect(try await retention.trim()[0].removed == 0)
            let holder = try await retention.status()[0].holder
            #expect(holder?.name == "trial" && holder?.standing == .undeclared)
            try await append(test, 1...1)
            let old = test.bus.retention(of: stream(name: "old", maxAge: nil, maxEntries: 5), pace: Self.pace)
            for number in 1...20 {
                _ = try await test.client.command("XADD", "test:{old:0}:log", "\(number)-0", "a", "b")
            }
            _ = try await test.client.command("XGROUP", "CREATE", "test:{old:0}:log", "trial", "0")
            #expect(try await old.trim()[0].removed == 15, "what is older than a week is not kept for it")
        }
    }

    @Test("a group that came up between looking and trimming is not overtaken: the script looks for itself")
    func race() async throws {
        try await TestBus.run { test in
            try await append(test, 1...100)
            let facts = try await RetentionFacts.ask(test.client, log: log)
            #expect(facts.groups.isEmpty)
            try await group(test, "g")
            _ = try await read(test, "g", 30)
            let trimmer = LogTrimmer(
                client: test.client, log: log, record: "test:{plain:0}:trimmed",
                audit: "test:{plain:0}:audit")
            let rule = RetentionRule(group: "g", hold: .everything(mustExist: true), standing: .required)
            let policy = RetentionDeclaration(maxAge: .seconds(1))
            #expect(try await trimmer.step(facts, policy: policy, rules: [rule], limit: 1_000).removed == 0)
            try await acknowledge(test, "g", Array(1...30))
            #expect(try await trimmer.step(facts, policy: policy, rules: [rule], limit: 1_000).removed == 30)
        }
    }

    @Test("one step removes no more than it may, and works at maxmemory")
    func steps() async throws {
        try await TestBus.run { test in
            try await append(test, 1...1_000)
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "1")
            var commands = RedisCommands()
            commands.append("XADD", log, "*", "a", "b")
            #expect(try await test.client.reply(to: commands).error?.code == "OOM")
            let facts = try await RetentionFacts.ask(test.client, log: log)
            let trimmer = LogTrimmer(
                client: test.client, log: log, record: "test:{plain:0}:trimmed",
                audit: "test:{plain:0}:audit")
            let policy = RetentionDeclaration(maxAge: .seconds(1))
            var sizes: [Int] = []
            while let step = try? await trimmer.step(facts, policy: policy, rules: [], limit: 250), !step.isLast {
                sizes.append(step.removed)
            }
            #expect(sizes.reduce(0, +) == 1_000 && sizes.allSatisfy { $0 <= 250 })
        }
    }

    @Test(
        "entries of the future are not old, entries appended after them count, and a clock set back removes nothing early"
    )
    func future() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("XADD", log, "99999999999999-0", "a", "b")
            for _ in 0..<9 { _ = try await test.client.command("XADD", log, "*", "a", "b") }
            let byAge = test.bus.retention(of: stream(maxAge: .milliseconds(1), maxEntries: nil), pace: Self.pace)
            #expect(try await byAge.trim()[0].removed == 0)
            let status = try await byAge.status()[0]
            #expect(status.oldestAge == .zero && !status.isDue)
            let byCount = test.bus.retention(of: stream(maxAge: nil, maxEntries: 3), pace: Self.pace)
            #expect(try await byCount.trim()[0].removed == 7)
        }
    }

    @Test("what was removed is noted to the entry, so that a reader who stood right there is told nothing")
    func record() async throws {
        try await TestBus.run { test in
            let retention = test.bus.retention(of: stream(maxAge: .seconds(1), maxEntries: nil), pace: Self.pace)
            try await append(test, 1...250)
            _ = try await retention.trim()
            #expect(try await trimmed(test) == ["250-0", "250"])
            try await append(test, 300...301)
            _ = try await retention.trim()
            #expect(try await trimmed(test) == ["301-0", "252"])
            _ = try await test.client.command("DEL", log)
            try await append(test, 5...6)
            _ = try await retention.trim()
            #expect(try await trimmed(test) == ["6-0", "2"], "the note of a log that is gone says nothing of the next")
        }
    }

    @Test("as a service it trims on and on, over a restart, and ends when its task is cancelled")
    func service() async throws {
        try await TestBus.run(configuration: ["appendonly yes"]) { test in
            let pace = RetentionPace(interval: .milliseconds(10), stepLimit: 100, pause: .zero)
            let retention = test.bus.retention(of: stream(maxAge: nil, maxEntries: 10), pace: pace)
            let running = Task { try await retention.run() }
            try await appendNow(test, 300)
            #expect(try await eventually { try await ids(test).count == 10 })
            try await test.server.restart()
            #expect(await eventually { (try? await appendNow(test, 300)) != nil })
            #expect(await eventually { (try? await ids(test).count) == 10 })
            running.cancel()
            try await running.value
        }
    }

    static let pace = RetentionPace(stepLimit: 200, pause: .zero)

    private func stream(
        name: String = "plain", maxAge: Duration? = .seconds(1), maxEntries: Int? = nil, groups: [GroupDeclaration] = []
    ) -> StreamDeclaration {
        StreamDeclaration(
            name: name, retention: RetentionDeclaration(maxAge: maxAge, maxEntries: maxEntries), groups: groups)
    }

    private func position(_ number: Int) -> StreamPosition {
        StreamPosition(milliseconds: UInt64(number), sequence: 0)
    }

    private func append(_ test: TestBus, _ numbers: ClosedRange<Int>) async throws {
        var commands = RedisCommands()
        for number in numbers { commands.append("XADD", log, "\(number)-0", "a", "b") }
        _ = try await test.client.send(commands)
    }

    private func appendNow(_ test: TestBus, _ count: Int) async throws {
        var commands = RedisCommands()
        for _ in 0..<count { commands.append("XADD", log, "*", "a", "b") }
        for reply in try await test.client.send(commands) { _ = try reply.get() }
    }

    private func group(_ test: TestBus, _ name: String) async throws {
        _ = try await test.client.command("XGROUP", "CREATE", log, name, "0")
    }

    private func read(_ test: TestBus, _ group: String, _ count: Int) async throws -> Int {
        let reply = try await test.client.command(
            "XREADGROUP", "GROUP", group, "c", "COUNT", String(count), "STREAMS", log, ">")
        return reply.count == 1 ? reply[0][1].count : 0
    }

    private func acknowledge(_ test: TestBus, _ group: String, _ numbers: [Int]) async throws {
        var commands = RedisCommands()
        commands.append("XACK", [log, group] + numbers.map { "\($0)-0" })
        _ = try await test.client.send(commands)
    }

    private func ids(_ test: TestBus) async throws -> [StreamPosition] {
        try await test.client.command("XRANGE", log, "-", "+").compactMap {
            $0[0].string.flatMap { StreamPosition($0) }
        }
    }

    private func trimmed(_ test: TestBus) async throws -> [String] {
        try await test.client.command("HMGET", "test:{plain:0}:trimmed", "through", "removed").compactMap(\.string)
    }
}

/// Keeps what is logged.
final class LogRecords: Sendable {
    private let lines = Mutex<[String]>([])

    /// Message and metadata of each record.
    var messages: [String] { lines.withLock { $0 } }

    var logger: Logger { Logger(label: "records") { _ in Handler(records: self) } }

    private struct Handler: LogHandler {
        let records: LogRecords
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let text = "\(event.message) \(event.metadata.map { "\($0)" } ?? "")"
            records.lines.withLock { $0.append(text) }
        }
    }
}
