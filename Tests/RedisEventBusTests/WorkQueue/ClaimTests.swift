import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Claims of a work queue")
struct ClaimTests {
    @Test("as long as a job lives its claim is renewed; a reaper leaves it alone")
    func heartbeat() async throws {
        try await QueueBench.run(visibility: .seconds(3)) { bench in
            try await bench.put(QueueBench.envelope("p"))
            let job = try #require(await bench.next())
            let first = try #require(await bench.deadlines().first)
            #expect(try await eventually { try await bench.deadlines().allSatisfy { $0 > first } })
            let second = try #require(await bench.deadlines().first)
            #expect(try await eventually { try await bench.deadlines().allSatisfy { $0 > second } })
            #expect(try await bench.reaper.reap().map(\.returned) == [0])
            #expect(!job.isLost)
            #expect(try await job.complete() == .completed)
            #expect(try await bench.deadlines().isEmpty)
        }
    }

    @Test("a job that goes out of scope comes back after its visibility, one attempt later, and first")
    func letGo() async throws {
        try await QueueBench.run { bench in
            try await bench.put(QueueBench.envelope("p"), QueueBench.envelope("q"))
            _ = try await bench.next()
            #expect(try await bench.queue.depth().processing == 1)
            #expect(try await bench.reap { try await bench.queue.depth().processing == 0 })
            let job = try #require(await bench.next())
            #expect(job.message.id == "p" && job.attempt == 2)
        }
    }

    @Test("a worker whose job went to another learns it, and settles nothing of the other's")
    func lost() async throws {
        try await QueueBench.run { bench in
            try await bench.put(QueueBench.envelope("p"))
            let job = try #require(await bench.next("slow"))
            // What a reaper does with a worker that was paused for longer than the visibility.
            _ = try await bench.test.client.command("DEL", bench.names.claims)
            _ = try await bench.test.client.command("RPOPLPUSH", bench.names.processing, bench.names.list)
            let other = try #require(await bench.next("quick"))
            #expect(await eventually { job.isLost })
            #expect(try await job.complete() == .lost)
            #expect(try await job.retry() == .lost)
            #expect(try await job.fail("no") == .lost)
            #expect(try await bench.queue.depth() == WorkQueueDepth(waiting: 0, processing: 1, delayed: 0, dead: 0))
            #expect(!other.isLost)
            #expect(try await other.complete() == .completed)
        }
    }

    @Test("what was taken for a worker that was cancelled meanwhile is put back where it was")
    func cancelled() async throws {
        try await QueueBench.run { bench in
            try await bench.put(QueueBench.envelope("p"), QueueBench.envelope("q"))
            try await bench.test.client.load(Scripts.queueTake)
            bench.test.server.pause()
            let taking = Task { try await bench.next() }
            // It has been sent when the client has something in flight.
            #expect(await eventually { bench.test.client.health.inFlightCommands > 0 })
            taking.cancel()
            bench.test.server.resume()
            #expect(try await taking.value == nil)
            #expect(try await eventually { try await bench.queue.depth().processing == 0 })
            let job = try #require(await bench.next())
            #expect(job.message.id == "p" && job.attempt == 1, "nobody has seen it")
        }
    }

    @Test("a cancelled task can still settle its job")
    func settledWhenCancelled() async throws {
        try await QueueBench.run { bench in
            try await bench.put(QueueBench.envelope("p"))
            let working = Task {
                let job = try #require(await bench.next())
                withUnsafeCurrentTask { $0?.cancel() }
                return try await job.complete()
            }
            #expect(try await working.value == .completed)
            #expect(try await bench.isClean())
        }
    }

    @Test("the answer to a settlement that is cut off is asked for again; the job is settled once")
    func cutOff() async throws {
        try await QueueBench.run { bench in
            for round in 0..<10 {
                try await bench.put(QueueBench.envelope("p-\(round)"))
                let job = try #require(await bench.next())
                async let outcome = job.retry(after: .seconds(60))
                _ = bench.test.server.ask("CLIENT KILL TYPE normal SKIPME yes")
                #expect(try await outcome == .returned)
                // Where the answer came before the cut, the next command would be the one to find it.
                let isBack = await eventually { (try? await bench.test.client.command("PING")) != nil }
                #expect(isBack)
                #expect(try await bench.queue.depth().delayed == round + 1)
                #expect(try await bench.queue.depth().processing == 0)
            }
        }
    }

    @Test("equal messages are two messages: one is completed, the other is still there")
    func equal() async throws {
        try await QueueBench.run { bench in
            let message = QueueBench.envelope("twin")
            try await bench.put(message, message, message)
            let first = try #require(await bench.next("a"))
            var second = try await bench.next("b")
            #expect(second != nil)
            #expect(try await first.complete() == .completed)
            #expect(try await bench.queue.depth().processing == 1)
            second = nil
            #expect(try await bench.reap { try await bench.queue.depth().processing == 0 })
            #expect(try await bench.items(bench.names.list) == [message, message])
        }
    }
}
