import EventBus
import Foundation
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Work queues on a real server")
struct WorkQueueTests {
    @Test("jobs come in the list's order, typed; one in hand is claimed, and a completed one is gone")
    func order() async throws {
        try await QueueBench.run { bench in
            try await bench.put((0..<20).map { QueueBench.envelope("p-\($0)", weight: $0) })
            var weights: [Int] = []
            for try await job in bench.typed.jobs(worker: "w") {
                #expect(job.message.id == "p-\(weights.count)" && job.attempt == 1 && job.attemptsAllowed == 3)
                weights.append(job.event.weight)
                #expect(try await bench.items(bench.names.processing).count == 1)
                #expect(try await bench.test.client.command("HLEN", bench.names.claims).integer == 1)
                #expect(try await job.complete() == .completed)
                #expect(try await job.complete() == .lost, "it is settled already")
                if weights.count == 20 { break }
            }
            #expect(weights == Array(0..<20))
            #expect(try await bench.isClean())
        }
    }

    @Test("an idle worker gets what anybody pushes; several workers get each message once")
    func share() async throws {
        try await QueueBench.run(visibility: .seconds(30)) { bench in
            let seen = Finished()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for worker in 0..<4 {
                    tasks.addTask {
                        for try await job in bench.typed.jobs(worker: "w-\(worker)") {
                            seen.append(job.event.parcel)
                            try await job.complete()
                        }
                    }
                }
                for round in 0..<10 {
                    // Every other round begins with workers that wait.
                    let isWaiting = try await eventually(within: .seconds(30)) {
                        let text = try await bench.test.client.command("CLIENT", "LIST").string ?? ""
                        return text.split(separator: "\n").filter { $0.contains(" cmd=blmove ") }.count == 4
                    }
                    #expect(isWaiting)
                    try await bench.put((0..<20).map { QueueBench.envelope("p-\(round)-\($0)") })
                    #expect(await eventually(within: .seconds(30)) { seen.all.count >= 20 * (round + 1) })
                }
                tasks.cancelAll()
                try await tasks.waitForAll()
            }
            #expect(seen.all.count == 200 && Set(seen.all).count == 200)
            #expect(try await bench.isClean())
        }
    }

    @Test("the envelope, a CloudEvent and a bare payload are the same event")
    func formats() async throws {
        try await QueueBench.run { bench in
            let receipt = try await bench.test.bus.publish(ParcelSent(parcel: "routed", weight: 4))
            let router = bench.test.bus.router(consumer: "r")
            let routing = Task { try await router.run() }
            let isRouted = try await eventually(within: .seconds(30)) {
                try await bench.items(bench.names.list).count == 1
            }
            routing.cancel()
            try await routing.value
            try #require(isRouted)
            try await bench.put(
                #"{"parcel":"bare","weight":5}"#,
                #"{"specversion":"1.0","type":"org.example.parcels.parcel_sent.v1","id":"c","data":{"parcel":"cloud","weight":6}}"#
            )
            var jobs = bench.typed.jobs(worker: "w").makeAsyncIterator()
            let first = try #require(await jobs.next())
            #expect(first.message.id == receipt.eventID.description && first.event.parcel == "routed")
            #expect(try await jobs.next()?.event.parcel == "bare")
            #expect(try await jobs.next()?.event.parcel == "cloud")
        }
    }

    @Test("a retry counts in the message, comes next, and after the last attempt the message is a dead letter")
    func retries() async throws {
        try await QueueBench.run { bench in
            try await bench.put(QueueBench.envelope("p"), QueueBench.envelope("q"))
            var jobs = bench.typed.jobs(worker: "w").makeAsyncIterator()
            for attempt in 1...2 {
                let job = try #require(await jobs.next())
                #expect(job.event.parcel == "p" && job.attempt == attempt)
                #expect(try await job.retry(reason: "no van") == .returned)
                let first = try await bench.items(bench.names.list).first
                #expect(first == QueueBench.envelope("p", retries: attempt))
            }
            let last = try #require(await jobs.next())
            #expect(try await last.retry(reason: "no van") == .dead)
            let letter = try #require(await bench.items(bench.names.dead).first.map { QueueDeadLetter(Array($0.utf8)) })
            #expect(letter.error == "no van (3 of 3 attempts)" && letter.queue == bench.names.list)
            #expect(String(decoding: letter.original.bytes, as: UTF8.self) == QueueBench.envelope("p", retries: 2))
            #expect(try await jobs.next()?.event.parcel == "q")
        }
    }

    @Test("a retry with a pause is nobody's until then; a message that does not count keeps its attempts")
    func delayed() async throws {
        try await QueueBench.run { bench in
            try await bench.put(#"{"parcel":"p","weight":1}"#)
            var jobs = bench.queue.jobs(worker: "w").makeAsyncIterator()
            for attempt in 1...2 {
                let job = try #require(await jobs.next())
                #expect(job.attempt == attempt && job.attemptsAllowed == 3)
                let began = ContinuousClock.now
                #expect(try await job.retry(after: .milliseconds(80)) == .returned)
                #expect(try await bench.queue.depth().delayed == 1)
                #expect(try await bench.queue.depth().waiting == 0)
                #expect(try await eventually { try await bench.queue.commands.promote(limit: 10) == 1 })
                #expect(ContinuousClock.now - began >= .milliseconds(80))
            }
            let job = try #require(await jobs.next())
            #expect(try await job.retry() == .dead)
            #expect(try await bench.isClean())
        }
    }

    @Test("a worker that waits takes a delayed message when it is due, by itself")
    func dueWhileWaiting() async throws {
        try await QueueBench.run { bench in
            try await bench.put(#"{"parcel":"p","weight":1}"#)
            try await bench.next()?.retry(after: .milliseconds(150))
            #expect(try await bench.next()?.attempt == 2)
        }
    }

    @Test("what can't be read is a dead letter with its bytes and the reason, and the next job is handed out")
    func junk() async throws {
        try await QueueBench.run { bench in
            var command = RedisCommands()
            command.begin("LPUSH", arguments: 2)
            command.argument(bench.names.list)
            command.argument([0xff, 0xfe, 0x00] as [UInt8])
            _ = try await bench.test.client.reply(to: command).get()
            try await bench.put(#"{"parcel":"p"}"#, #"{"message_type":"unheard_of","payload":{}}"#)
            try await bench.put(QueueBench.envelope("good"))
            var jobs = bench.typed.jobs(worker: "w").makeAsyncIterator()
            #expect(try await jobs.next()?.event.parcel == "good")
            let letters = try await bench.test.client.command("LRANGE", bench.names.dead, "0", "-1")
                .reversed().map { QueueDeadLetter($0.bytes) }
            try #require(letters.count == 3)
            #expect(letters[0].original.bytes == [0xff, 0xfe, 0x00])
            #expect(letters[1].error?.contains("$.weight") == true)
            #expect(letters[2].error?.contains("“unheard_of”") == true)
        }
    }

    @Test("another event that is routed to the list is put back, and the worker is told")
    func otherType() async throws {
        try await QueueBench.run { bench in
            let other = #"{"message_type":"parcel_delivered","payload":{"parcel":"p"}}"#
            try await bench.put(other)
            var jobs = bench.typed.jobs(worker: "w").makeAsyncIterator()
            let error = await #expect(throws: WorkQueueError.self) { try await jobs.next() }
            #expect(error?.description.contains("carries parcel_delivered too") == true)
            #expect(try await bench.items(bench.names.list) == [other])
            #expect(try await bench.queue.depth().processing == 0)
        }
    }

    @Test("at maxmemory messages are taken, retried, put off, given up on, rescued and completed")
    func fullMemory() async throws {
        try await QueueBench.run { bench in
            try await bench.put((0..<5).map { QueueBench.envelope("p-\($0)") })
            _ = try await bench.test.client.command("CONFIG", "SET", "maxmemory", "1")
            try await bench.next()?.complete()
            #expect(try await bench.next()?.retry() == .returned)
            #expect(try await bench.next()?.retry(after: .milliseconds(10)) == .returned)
            #expect(try await bench.next()?.fail("no") == .dead)
            _ = try await bench.next()
            #expect(try await bench.reap { try await bench.queue.depth().processing == 0 })
            var completed = 0
            while completed < 3 {
                if try await bench.next()?.complete() == .completed { completed += 1 }
            }
            #expect(try await bench.queue.depth() == WorkQueueDepth(waiting: 0, processing: 0, delayed: 0, dead: 1))
        }
    }

    @Test("an idle worker at maxmemory gets what comes when there is room")
    func waitsAtFullMemory() async throws {
        try await QueueBench.run { bench in
            _ = try await bench.test.client.command("CONFIG", "SET", "maxmemory", "1")
            let waiting = Task { try await bench.next() }
            #expect(
                try await eventually {
                    let statistics = try await bench.test.client.command("INFO", "commandstats").string ?? ""
                    return statistics.contains("cmdstat_blmove:calls=0")
                        || statistics.split(separator: "\n").contains {
                            $0.hasPrefix("cmdstat_blmove") && !$0.contains("rejected_calls=0")
                        }
                })
            _ = try await bench.test.client.command("CONFIG", "SET", "maxmemory", "0")
            try await bench.put(QueueBench.envelope("p"))
            #expect(try await waiting.value?.message.id == "p")
        }
    }

    @Test("a key of another type ends the worker with an error that says so, and nothing is moved")
    func wrongType() async throws {
        try await QueueBench.run { bench in
            try await bench.put(QueueBench.envelope("p"))
            _ = try await bench.test.client.command("SET", bench.names.processing, "in the way")
            let error = await #expect(throws: RedisError.self) { try await bench.next() }
            #expect(error?.code == .server("WRONGTYPE"))
            #expect(try await bench.items(bench.names.list).count == 1)
        }
    }
}
