import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("The reaper on a real server")
struct ReaperTests {
    @Test("a foreign worker's item is noted, left to it for the visibility, and then put back in front")
    func foreign() async throws {
        try await QueueBench.run { bench in
            try await bench.put("one", "two")
            try await bench.takeForeign()
            let began = ContinuousClock.now
            let first = try await bench.reaper.reap()
            #expect(first.map(\.processing) == [1] && first.map(\.returned) == [0])
            #expect(try await bench.reap { try await bench.queue.depth().processing == 0 })
            #expect(ContinuousClock.now - began >= QueueBench.visibility)
            #expect(try await bench.items(bench.names.list) == ["one", "two"])
            // The worker was slow, not dead: what it does now is harmless.
            #expect(try await bench.test.client.command("LREM", bench.names.processing, "1", "one").integer == 0)
            #expect(try await bench.next()?.attempt == 2, "the foreign worker's take counts")
        }
    }

    @Test("a foreign worker that works is left alone, however often it is looked at")
    func living() async throws {
        try await QueueBench.run(visibility: .seconds(2)) { bench in
            var handled: [String] = []
            let end = ContinuousClock.now + .milliseconds(2_500)
            while ContinuousClock.now < end || handled.count < 200 {
                if handled.count.isMultiple(of: 200) { try await bench.put((0..<200).map { "item-\($0)" }) }
                guard let item = try await bench.takeForeign() else { break }
                for report in try await bench.reaper.reap() { #expect(report.returned + report.dead == 0) }
                handled.append(item)
                let removed = try await bench.test.client.command("LREM", bench.names.processing, "1", item).integer
                #expect(removed == 1)
            }
            #expect(handled.count >= 200)
            _ = try await bench.test.client.command("DEL", bench.names.list)
            _ = try await bench.reaper.reap()
            #expect(try await bench.isClean(), "nothing is remembered of what is done")
        }
    }

    @Test("what kills worker after worker is given up on, with its bytes", arguments: ["foreign", "ours"])
    func poison(kind: String) async throws {
        try await QueueBench.run(visibility: .milliseconds(100)) { bench in
            try await bench.put("poison", "next")
            for attempt in 1...3 {
                if kind == "ours" {
                    let job = try #require(await bench.next())
                    #expect(job.attempt == attempt)
                } else {
                    #expect(try await bench.takeForeign() == "poison")
                }
                #expect(try await bench.reap { try await bench.queue.depth().processing == 0 })
            }
            let letter = try #require(await bench.items(bench.names.dead).first.map { QueueDeadLetter(Array($0.utf8)) })
            #expect(letter.original.bytes == Array("poison".utf8))
            #expect(letter.error?.hasPrefix("taken 3 times and never settled") == true)
            #expect(try await bench.items(bench.names.list) == ["next"])
        }
    }

    @Test("of equal items, one of a living worker and one of a dead, one is put back and the living keeps its own")
    func equal() async throws {
        try await QueueBench.run(visibility: .seconds(30)) { bench in
            try await bench.put("twin", "twin")
            try await bench.takeForeign()
            let job = try #require(await bench.next())
            #expect(try await bench.reaper.reap().map(\.returned) == [0])
            try await bench.ageSightings()
            #expect(try await bench.reaper.reap().map(\.returned) == [1])
            #expect(try await bench.queue.depth().waiting == 1)
            #expect(try await bench.reaper.reap().map(\.returned) == [0])
            #expect(try await bench.queue.depth().processing == 1, "the living worker's")
            #expect(try await job.complete() == .completed)
            #expect(try await bench.queue.depth() == WorkQueueDepth(waiting: 1, processing: 0, delayed: 0, dead: 0))
        }
    }

    @Test("a foreign worker that finished its item after all takes none from a living one by it")
    func lateFinish() async throws {
        try await QueueBench.run(visibility: .seconds(30)) { bench in
            try await bench.put("twin", "twin")
            try await bench.takeForeign()
            _ = try await bench.reaper.reap()
            try await bench.ageSightings()
            // Overdue, and finished before anybody comes for it: what stands there now is a living worker's.
            _ = try await bench.test.client.command("LREM", bench.names.processing, "1", "twin")
            let job = try #require(await bench.next())
            let rescue = try await bench.queue.commands.rescue(
                Array("twin".utf8), digest: SHA1.hexadecimalDigest(of: Array("twin".utf8)), takesAllowed: 9, letter: [])
            #expect(rescue == .nothing)
            #expect(try await bench.queue.depth().processing == 1)
            #expect(try await job.complete() == .completed)
        }
    }

    @Test("many items are put back in the order in which they were taken, by two reapers at once, each once")
    func order() async throws {
        try await QueueBench.run(visibility: .milliseconds(150)) { bench in
            let items = (0..<150).map { "item-\($0)" }
            try await bench.put(items)
            for _ in items { try await bench.takeForeign() }
            let (client, bus) = try TestBus.connect(to: bench.test.server)
            let second = bus.workQueueReaper(of: [bus.workQueue(bench.names, attempts: 3)])
            #expect(
                try await eventually {
                    async let mine = bench.reaper.reap()
                    async let other = second.reap()
                    _ = try await (mine, other)
                    return try await bench.queue.depth().processing == 0
                })
            #expect(try await bench.items(bench.names.list).sorted() == items.sorted())
            await client.close()
        }
        try await QueueBench.run(visibility: .milliseconds(150)) { bench in
            let items = (0..<150).map { "item-\($0)" }
            try await bench.put(items)
            for _ in items { try await bench.takeForeign() }
            #expect(try await bench.reap { try await bench.queue.depth().processing == 0 })
            #expect(try await bench.items(bench.names.list) == items)
        }
    }

    @Test("delayed messages come back without any worker of ours, and old memories go")
    func housekeeping() async throws {
        try await QueueBench.run { bench in
            try await bench.put("later")
            try await bench.next()?.retry(after: .milliseconds(50))
            _ = try await bench.test.client.command("HSET", bench.names.claims, "ab", "\nn 3 1")
            #expect(try await bench.reap { try await bench.queue.depth().waiting == 1 })
            #expect(try await bench.test.client.command("HEXISTS", bench.names.claims, "ab").integer == 0)
        }
    }

    @Test("as a service it returns items until it is shut down, over a lost server")
    func service() async throws {
        try await QueueBench.run(visibility: .milliseconds(150)) { bench in
            let reaper = bench.reaper
            let running = Task { try await reaper.run() }
            try await bench.put("one")
            try await bench.takeForeign()
            #expect(try await eventually { try await bench.queue.depth().waiting == 1 })
            try await bench.test.server.restart()
            try await bench.put("two")
            try await bench.takeForeign()
            #expect(try await eventually { try await bench.queue.depth().waiting == 1 })
            running.cancel()
            try await running.value
        }
    }

    @Test("a key of another type stops it with an error that says so, before anything is moved")
    func wrongType() async throws {
        try await QueueBench.run(visibility: .milliseconds(50)) { bench in
            try await bench.put("one")
            try await bench.takeForeign()
            _ = try await bench.test.client.command("SET", bench.names.dead, "in the way")
            let error = await #expect(throws: RedisError.self) {
                _ = try await bench.reap { false }
            }
            #expect(error?.code == .server("WRONGTYPE"))
            #expect(try await bench.items(bench.names.processing) == ["one"])
        }
    }

    @Test("whoever takes, dies, fails or finishes, in any order: no message is lost, none is in two places")
    func property() async throws {
        var random = SeededGenerator("work queue under random workers")
        try await QueueBench.run(visibility: .milliseconds(40), attempts: 1_000) { bench in
            let messages = (0..<40).map { "message-\($0 / 2)" }
            try await bench.put(messages)
            var foreign: [String] = []
            var ours: [RawJob] = []
            var done: [String] = []
            for _ in 0..<400 {
                switch Int.random(in: 0..<9, using: &random) {
                case 0, 1:
                    if try await bench.queue.depth().waiting > 0, let job = try await bench.next() { ours.append(job) }
                case 2, 3: if let item = try await bench.takeForeign() { foreign.append(item) }
                case 4:
                    guard let job = ours.popLast(), try await job.complete() == .completed else { break }
                    done.append(String(decoding: job.message.bytes, as: UTF8.self))
                case 5:
                    _ = try await ours.popLast()?.retry(after: .milliseconds(Int.random(in: 0...20, using: &random)))
                case 6: if !ours.isEmpty { ours.removeFirst() }
                case 7:
                    guard let item = foreign.popLast() else { break }
                    let removed = try await bench.test.client.command("LREM", bench.names.processing, "1", item)
                    if removed.integer == 1 { done.append(item) }
                default: _ = try await bench.reaper.reap()
                }
                let depth = try await bench.queue.depth()
                let places = depth.waiting + depth.processing + depth.delayed
                // One that was rescued from a worker that was only slow may be finished twice.
                #expect(places + done.count >= messages.count && places <= messages.count)
                #expect(depth.dead == 0)
            }
            ours = []
            let isReturned = try await bench.reap {
                let depth = try await bench.queue.depth()
                return depth.processing == 0 && depth.delayed == 0
            }
            #expect(isReturned)
            let rest = try await bench.items(bench.names.list)
            for message in Set(messages) {
                #expect(rest.count { $0 == message } + done.count { $0 == message } >= 2)
            }
        }
    }
}
