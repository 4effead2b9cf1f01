import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

/// Random publishing, reading, acknowledging, crashing and trimming, beside a model of what every group has finished.
@Suite("Retention against a model")
struct RetentionPropertyTests {
    /// What one group has been given and has finished.
    private struct Group {
        let name: String
        let isKeptFor: Bool
        var given: Set<String> = []
        var finished: Set<String> = []

        /// Given and not finished.
        var pending: [String] { given.subtracting(finished).sorted() }
    }

    /// One action of a schedule; printed on failure, so that a schedule can be made shorter by hand.
    private enum Action {
        case append(Int)
        case read(group: Int, consumer: String, count: Int)
        case acknowledge(group: Int, share: Double)
        case crash(group: Int)
        case trim(maxAge: Bool, maxEntries: Int?, steps: Int)
    }

    private static let log = "test:{plain:0}:log"
    private static let groups = [
        GroupDeclaration(name: "a"), GroupDeclaration(name: "b"),
        GroupDeclaration(name: "patient", required: false, maxLag: .seconds(200 * 365 * 86_400)),
        GroupDeclaration(name: "released", required: false, maxLag: .seconds(1)),
        GroupDeclaration(name: "ignored", required: false),
    ]

    @Test("nothing that a group is waited for has yet to acknowledge is ever gone, and what all have finished goes")
    func model() async throws {
        var random = SeededGenerator("retention against a model")
        try await TestBus.run { test in
            for round in 0..<4 {
                _ = try await test.client.command("FLUSHALL")
                var groups = Self.groups.map {
                    Group(name: $0.name, isKeptFor: $0.required || $0.name == "patient")
                }
                for group in groups {
                    _ = try await test.client.command("XGROUP", "CREATE", Self.log, group.name, "0", "MKSTREAM")
                }
                var appended: [String] = []
                var schedule: [Action] = []
                for _ in 0..<120 {
                    let action = Self.action(&random)
                    schedule.append(action)
                    try await perform(action, test, &groups, &appended, &random)
                    guard try await check(test, groups, appended, "round \(round): \(schedule)") else { return }
                }
                try await finish(test, &groups, appended)
            }
        }
    }

    private static func action(_ random: inout SeededGenerator) -> Action {
        let group = Int.random(in: 0..<groups.count, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<3: return .append(Int.random(in: 1...150, using: &random))
        case 3..<6:
            return .read(
                group: group, consumer: Bool.random(using: &random) ? "one" : "two",
                count: Int.random(in: 1...200, using: &random))
        case 6..<8: return .acknowledge(group: group, share: Double.random(in: 0...1.5, using: &random))
        case 8: return .crash(group: group)
        default:
            let byAge = Bool.random(using: &random)
            return .trim(
                maxAge: byAge, maxEntries: byAge ? nil : Int.random(in: 1...300, using: &random),
                steps: Int.random(in: 1...4, using: &random))
        }
    }

    private func perform(
        _ action: Action, _ test: TestBus, _ groups: inout [Group], _ appended: inout [String],
        _ random: inout SeededGenerator
    ) async throws {
        switch action {
        case .append(let count):
            var commands = RedisCommands()
            for _ in 0..<count {
                // Long ago, with and without gaps, several in one millisecond.
                let last = appended.last.flatMap { StreamPosition($0) } ?? StreamPosition(milliseconds: 1, sequence: 0)
                let step = UInt64.random(in: 0...2, using: &random)
                let next = StreamPosition(
                    milliseconds: last.milliseconds + step, sequence: step == 0 ? last.sequence + 1 : 0)
                commands.append("XADD", Self.log, next.description, "a", "b")
                appended.append(next.description)
            }
            for reply in try await test.client.send(commands) { _ = try reply.get() }
        case .read(let group, let consumer, let count):
            let reply = try await test.client.command(
                "XREADGROUP", "GROUP", groups[group].name, consumer, "COUNT", String(count), "STREAMS", Self.log, ">")
            if reply.count == 1 { groups[group].given.formUnion(reply[0][1].compactMap { $0[0].string }) }
        case .acknowledge(let group, let share):
            let pending = groups[group].pending
            let chosen = share >= 1 ? pending : pending.filter { _ in Double.random(in: 0...1, using: &random) < share }
            guard !chosen.isEmpty else { return }
            var commands = RedisCommands()
            commands.append("XACK", [Self.log, groups[group].name] + chosen)
            _ = try await test.client.send(commands)
            groups[group].finished.formUnion(chosen)
        case .crash(let group):
            _ = try await test.client.command(
                "XAUTOCLAIM", Self.log, groups[group].name, "two", "0", "0", "COUNT", "50", "JUSTID")
        case .trim(let byAge, let maxEntries, let steps):
            let facts = try await RetentionFacts.ask(test.client, log: Self.log)
            let policy = RetentionDeclaration(maxAge: byAge ? .seconds(1) : nil, maxEntries: maxEntries)
            for _ in 0..<steps {
                _ = try await trimmer(test).step(facts, policy: policy, rules: Self.rules, limit: 150)
            }
        }
    }

    /// The promise, and what readers are told of the removed.
    private func check(
        _ test: TestBus, _ groups: [Group], _ appended: [String], _ schedule: @autoclosure () -> String
    ) async throws -> Bool {
        let present = Set(try await test.client.command("XRANGE", Self.log, "-", "+").compactMap { $0[0].string })
        for group in groups where group.isKeptFor {
            let missing = appended.filter { !group.finished.contains($0) && !present.contains($0) }
            #expect(missing.isEmpty, "group \(group.name) lost \(missing.prefix(3)): \(schedule())")
            if !missing.isEmpty { return false }
        }
        let removed = appended.filter { !present.contains($0) }
        let record = try await test.client.command("HMGET", "test:{plain:0}:trimmed", "through", "removed")
        #expect(record[1].integer ?? 0 == Int64(removed.count), "\(schedule())")
        if let last = removed.last.flatMap({ StreamPosition($0) }),
            let through = record[0].string.flatMap({ StreamPosition($0) })
        {
            let first = appended.first { present.contains($0) }.flatMap { StreamPosition($0) }
            #expect(through >= last && first.map { through < $0 } ?? true, "\(schedule())")
        }
        return true
    }

    /// Everybody finishes everything: then all can go.
    private func finish(_ test: TestBus, _ groups: inout [Group], _ appended: [String]) async throws {
        for index in groups.indices where groups[index].isKeptFor {
            while true {
                let reply = try await test.client.command(
                    "XREADGROUP", "GROUP", groups[index].name, "one", "COUNT", "1000", "STREAMS", Self.log, ">")
                guard reply.count == 1 else { break }
            }
            var commands = RedisCommands()
            commands.append("XACK", [Self.log, groups[index].name] + (appended.isEmpty ? ["1-0"] : appended))
            _ = try await test.client.send(commands)
        }
        let facts = try await RetentionFacts.ask(test.client, log: Self.log)
        let policy = RetentionDeclaration(maxAge: .seconds(1))
        while try await !trimmer(test).step(facts, policy: policy, rules: Self.rules, limit: 150).isLast {}
        #expect(try await test.client.command("XLEN", Self.log).integer == 0)
        for group in groups where !group.isKeptFor {
            #expect(try await test.client.command("XPENDING", Self.log, group.name)[0].integer == 0, "\(group.name)")
        }
    }

    private func trimmer(_ test: TestBus) -> LogTrimmer {
        LogTrimmer(
            client: test.client, log: Self.log, record: "test:{plain:0}:trimmed",
            audit: "test:{plain:0}:audit")
    }

    private static let rules = RetentionRule.rules(
        of: StreamDeclaration(name: "plain", groups: groups), hasRoutes: false)
}
