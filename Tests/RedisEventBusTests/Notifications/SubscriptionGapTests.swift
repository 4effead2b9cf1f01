import EventBus
import Logging
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("What a subscriber is told of what it missed, on a real server")
struct SubscriptionGapTests {
    @Test("entries trimmed before a slow reader came to them are told in their place, and reading goes on behind them")
    func trimmed() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<20)
            let positions = try await positions(test)
            var items = test.bus.subscribe(to: parcels, from: .beginning, slowReader: .dropOldest(limit: 2))
                .marked.makeAsyncIterator()
            for _ in 0..<2 { _ = try await items.next() }
            try await trim(test, keeping: 5)
            guard case .gap(let gap) = try await items.next() else {
                Issue.record("no gap")
                return
            }
            #expect(gap.reason == .trimmed && gap.after == positions[1] && gap.through == positions[14])
            #expect(gap.cursor.positions == [positions[14]])
            #expect(try await weights(&items, 5) == Array(15..<20))
        }
    }

    @Test("who only wants events gets the gap as an error, and may go on behind it")
    func trimmedError() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<10)
            let cursor = Cursor(positions: [try await positions(test)[3]])
            try await trim(test, keeping: 4)
            var events = test.bus.subscribe(to: parcels, from: .after(cursor)).makeAsyncIterator()
            let gap = await #expect(throws: SubscriptionGap.self) { _ = try await events.next() }
            #expect(gap?.reason == .trimmed)
            #expect(try await events.next()?.record.decode(ParcelSent.self).weight == 6)
        }
    }

    @Test("a cursor at the very end of what was trimmed has missed nothing")
    func trimmedAsRead() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<10)
            let cursor = Cursor(positions: [try await positions(test)[9]])
            try await trim(test, keeping: 0)
            var items = test.bus.subscribe(to: parcels, from: .after(cursor)).marked.makeAsyncIterator()
            try await publish(test, 10..<12)
            #expect(try await weights(&items, 2) == [10, 11])
        }
    }

    @Test("entries that somebody else trimmed are told too")
    func foreignTrim() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<10)
            let cursor = Cursor(positions: [try await positions(test)[3]])
            _ = try await test.client.command("XTRIM", test.log, "MAXLEN", "4")
            var items = test.bus.subscribe(to: parcels, from: .after(cursor)).marked.makeAsyncIterator()
            guard case .gap(let gap) = try await items.next() else {
                Issue.record("no gap")
                return
            }
            #expect(gap.reason == .trimmed)
            #expect(try await weights(&items, 4) == Array(6..<10))
        }
    }

    @Test("after FLUSHALL readers are told where the log was lost, and get what comes then")
    func flushed() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<5)
            let last = try await positions(test)[4]
            var items = test.bus.subscribe(to: parcels, from: .beginning).marked.makeAsyncIterator()
            #expect(try await weights(&items, 5) == Array(0..<5))
            _ = try await test.client.command("FLUSHALL")
            guard case .gap(let gap) = try await items.next() else {
                Issue.record("no gap")
                return
            }
            #expect(gap.reason == .logLost && gap.through == last && gap.after == .beginning)
            // Under a clock that was set back, a reader that went on where it was would wait for ever.
            _ = try await test.client.command(
                "XADD", test.log, "1-1", "id", "x", "type", "parcel_sent", "data", #"{"parcel":"a","weight":77}"#)
            #expect(try await weights(&items, 1) == [77])
        }
    }

    @Test("who comes back to a lost log with the cursor of the very first entry is told as well")
    func flushedBehindFirst() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<3)
            var first = test.bus.subscribe(to: parcels, from: .beginning).marked.makeAsyncIterator()
            guard case .event(let event) = try await first.next() else {
                Issue.record("no event")
                return
            }
            #expect(event.cursor.server != nil)
            _ = try await test.client.command("FLUSHALL")
            try await publish(test, 10..<11)
            var items = test.bus.subscribe(to: parcels, from: .after(event.cursor)).marked.makeAsyncIterator()
            guard case .gap(let gap) = try await items.next() else {
                Issue.record("no gap")
                return
            }
            #expect(gap.reason == .logLost)
            #expect(try await weights(&items, 1) == [10])
        }
    }

    @Test("a new log that went on at once is noticed as well")
    func replaced() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<5)
            var items = test.bus.subscribe(to: parcels, from: .beginning).marked.makeAsyncIterator()
            #expect(try await weights(&items, 5) == Array(0..<5))
            _ = try await test.client.command("FLUSHALL")
            try await publish(test, 100..<103)
            var seen: [Int] = []
            while seen.count < 3, let item = try await items.next() {
                if case .event(let event) = item { seen.append(try event.record.decode(ParcelSent.self).weight) }
            }
            #expect(seen == Array(100..<103))
        }
    }

    @Test("a log that came back shorter: what was written since under old positions is read, and the loss is told once")
    func shorterLog() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<10)
            _ = try await test.client.command("SAVE")
            let common = try await positions(test)[9]
            try await publish(test, 10..<15)
            let last = try await positions(test)[14]
            var items = test.bus.subscribe(to: parcels, from: .beginning).marked.makeAsyncIterator()
            #expect(try await weights(&items, 15) == Array(0..<15))
            try await test.server.restart()
            // As a new primary whose clock is behind: its positions fall among those that were lost.
            _ = test.server.ask(
                "XADD \(test.log) \(common.milliseconds)-\(common.sequence + 1) id x type parcel_sent data "
                    + #"{"parcel":"a","weight":10}"#.replacing("\"", with: "\\\"").quoted)
            guard case .gap(let gap) = try await items.next() else {
                Issue.record("no gap")
                return
            }
            #expect(gap.reason == .logLost && gap.after == common && gap.through == last)
            #expect(try await weights(&items, 1) == [10])
            try await publish(test, 11..<14)
            #expect(try await weights(&items, 3) == Array(11..<14))
        }
    }

    @Test("a cursor beyond the log's end does not skip what comes: its reader is told and begins at the end")
    func cursorBeyondEnd() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<10)
            _ = try await test.client.command("SAVE")
            try await publish(test, 10..<15)
            var first = test.bus.subscribe(to: parcels, from: .beginning).marked.makeAsyncIterator()
            var cursor: Cursor?
            for _ in 0..<15 {
                if case .event(let event) = try await first.next() { cursor = event.cursor }
            }
            let text = try #require(cursor).description
            let saved = try #require(Cursor(text))
            try await test.server.restart()
            let (client, bus) = try TestBus.connect(to: test.server)
            var items = bus.subscribe(to: parcels, from: .after(saved)).marked.makeAsyncIterator()
            guard case .gap(let gap) = try await items.next() else {
                Issue.record("no gap")
                return
            }
            #expect(gap.reason == .logLost && gap.through == saved.positions[0])
            #expect(gap.after == (try await positions(test)[9]))
            let (begin, end) = (try await positions(test)[0], gap.after)
            #expect(gap.log == begin...end)
            #expect("\(gap)".hasSuffix("holds only what is up to \(end); it now begins at \(begin) and ends at \(end)"))
            try await publish(test, 20..<22)
            #expect(try await weights(&items, 2) == [20, 21])
            await client.close()
        }
    }

    @Test("a claim to have read what is not in the log is answered by a gap; only a process' own is logged as an error")
    func claims() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<3)
            let all = try await positions(test)
            let claim = Cursor(positions: [StreamPosition(milliseconds: 1, sequence: 0)], server: "deadbeef")
            for isTrusted in [false, true] {
                let log = LogRecorder()
                let (client, bus) = try TestBus.connect(to: test.server, logger: Logger(label: "test") { _ in log })
                let subscription = bus.subscribe(to: parcels, from: .after(claim))
                var items = (isTrusted ? subscription : subscription.untrusted).marked.makeAsyncIterator()
                guard case .gap(let gap) = try await items.next() else {
                    Issue.record("no gap")
                    return
                }
                #expect(gap.reason == .logLost && gap.log == all[0]...all[2])
                #expect("\(gap)".contains("it does not hold 1-0, up to which it was read; it now begins at \(all[0])"))
                #expect(try await weights(&items, 3) == [0, 1, 2])
                #expect(log.count("error: log lost") == (isTrusted ? 1 : 0))
                #expect(log.count("info: a client's cursor") == (isTrusted ? 0 : 1))
                await client.close()
            }
        }
    }

    @Test("a reader that asked to skip what it can't keep up with is told what it skipped, and ends at the end")
    func dropOldest() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<1)
            var items = test.bus.subscribe(to: parcels, from: .beginning, slowReader: .dropOldest(limit: 10))
                .marked.makeAsyncIterator()
            #expect(try await weights(&items, 1) == [0])
            let fast = Task { try await collect(test, 601) }
            for start in stride(from: 1, to: 601, by: 50) { try await publish(test, start..<start + 50) }
            #expect(try await fast.value == Array(0..<601), "its neighbour misses nothing")
            var seen = [0]
            var skipped = 0
            let positions = try await positions(test)
            while seen.last != 600, let item = try await items.next() {
                switch item {
                case .event(let event): seen.append(try event.record.decode(ParcelSent.self).weight)
                case .gap(let gap):
                    #expect(gap.reason == .dropped)
                    let before = try #require(positions.firstIndex(of: gap.after))
                    let behind = try #require(positions.firstIndex(of: gap.through))
                    #expect(before == seen.last)
                    skipped += behind - before
                case .foreign: Issue.record("no such entry")
                }
            }
            #expect(skipped > 0 && seen.count + skipped == 601)
            #expect(Array(seen.suffix(10)) == Array(591..<601))
        }
    }

    @Test("a reader that asked to be ended when it falls behind is, and its cursor goes on without a gap")
    func failSlow() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<1)
            var items = test.bus.subscribe(to: parcels, from: .beginning, slowReader: .fail(limit: 20))
                .makeAsyncIterator()
            #expect(try await items.next() != nil)
            // It has been at the end once it waits there.
            try await publish(test, 1..<2)
            #expect(try await items.next() != nil)
            let fast = Task { try await collect(test, 302) }
            try await publish(test, 2..<302)
            _ = try await fast.value
            var seen = 2
            var failure: SubscriberTooSlow?
            do {
                while try await items.next() != nil { seen += 1 }
            } catch let error as SubscriberTooSlow { failure = error }
            let cursor = try #require(failure).cursor
            var rest = test.bus.subscribe(to: parcels, from: .after(cursor)).marked.makeAsyncIterator()
            #expect(try await weights(&rest, 302 - seen) == Array(seen..<302))
        }
    }

    @Test("a log that is read from the past is not slow reading: the limit counts once the end was reached")
    func catchingUp() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<500)
            var items = test.bus.subscribe(to: parcels, from: .beginning, slowReader: .fail(limit: 10))
                .marked.makeAsyncIterator()
            #expect(try await weights(&items, 500) == Array(0..<500))
        }
    }

    @Test("an entry that is no event is told in its place")
    func foreign() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<1)
            _ = try await test.client.command("XADD", test.log, "*", "by", "hand")
            try await publish(test, 1..<2)
            var kinds: [String] = []
            for try await item in test.bus.subscribe(to: parcels, from: .beginning).marked {
                switch item {
                case .event: kinds.append("event")
                case .gap: kinds.append("gap")
                case .foreign(let entry): kinds.append("foreign: \(entry.fault)")
                }
                if kinds.count == 3 { break }
            }
            #expect(kinds.count == 3 && kinds[0] == "event" && kinds[1].contains("no field") && kinds[2] == "event")
        }
    }

    private func publish(_ test: TestBus, _ weights: Range<Int>) async throws {
        _ = try await test.bus.publish(contentsOf: weights.map { ParcelSent(parcel: "p-\($0)", weight: $0) })
    }

    private func positions(_ test: TestBus) async throws -> [StreamPosition] {
        try await test.client.command("XRANGE", test.log, "-", "+").compactMap {
            $0[0].string.flatMap { StreamPosition($0) }
        }
    }

    /// Trims as retention does, without any group that holds it up.
    private func trim(_ test: TestBus, keeping count: Int) async throws {
        while try await test.client.evaluate(
            Scripts.trim, keys: [test.log, test.bus.layout.trimmed("parcels", 0), test.bus.layout.audit("parcels", 0)],
            arguments: ["", String(count), "1000", "0-0", "", ""])[0].integer ?? 0 > 0
        {}
    }

    private func weights(
        _ items: inout MarkedEventSubscription.AsyncIterator, _ count: Int
    ) async throws -> [Int] {
        var weights: [Int] = []
        while weights.count < count, let item = try await items.next() {
            switch item {
            case .event(let event): weights.append(try event.record.decode(ParcelSent.self).weight)
            case .gap(let gap):
                Issue.record("a gap: \(gap)")
                return weights
            case .foreign: break
            }
        }
        return weights
    }

    private func collect(_ test: TestBus, _ count: Int) async throws -> [Int] {
        var weights: [Int] = []
        for try await element in test.bus.subscribe(to: parcels, from: .beginning) {
            weights.append(try element.record.decode(ParcelSent.self).weight)
            if weights.count == count { break }
        }
        return weights
    }
}

extension String {
    /// The text as one word of an inline command.
    fileprivate var quoted: String { "\"\(self)\"" }
}
