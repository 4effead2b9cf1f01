import EventBus
import Foundation
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

/// Workers in Python, with redis-py and the loop of the deployed services' guide: `BRPOPLPUSH` to the processing list,
/// handle, `LREM`; a failure is pushed again with one retry more, and after the last goes to the dead list.
@Suite("Workers in Python beside ours")
struct PythonWorkerTests {
    private static let worker = """
        import json, sys, time, datetime, redis
        path, queue, processing, dead, log, mode = sys.argv[1:7]
        r = redis.Redis(unix_socket_path=path)
        log = open(log, "a")
        def say(word, raw):
            log.write(word + " " + json.loads(raw)["message_id"] + "\\n")
            log.flush()
        while True:
            raw = r.brpoplpush(queue, processing, timeout=1)
            if raw is None:
                continue
            say("took", raw)
            if mode == "hang":
                time.sleep(3600)
            message = json.loads(raw)
            try:
                if message["payload"]["parcel"].startswith("bad"):
                    raise ValueError("no such street")
                say("done", raw)
                r.lrem(processing, 1, raw)
            except ValueError as error:
                r.lrem(processing, 1, raw)
                if message["retry_count"] < message["max_retries"]:
                    message["retry_count"] += 1
                    r.lpush(queue, json.dumps(message))
                else:
                    r.lpush(dead, json.dumps({
                        "original_message": raw.decode(), "error": str(error),
                        "failed_at": datetime.datetime.utcnow().isoformat(), "original_queue": queue}))
        """

    /// A worker process and what it has logged.
    private final class Worker {
        let process = Process()
        private let log: URL

        init(_ bench: QueueBench, mode: String, names: WorkQueueDeclaration? = nil) throws {
            let names = names ?? bench.names
            let folder = bench.test.server.folder
            let script = folder.appendingPathComponent("worker.py")
            try PythonWorkerTests.worker.write(to: script, atomically: true, encoding: .utf8)
            log = folder.appendingPathComponent("\(UUID().uuidString).log")
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                "python3", "-W", "ignore", script.path, bench.test.server.socketPath, names.list, names.processing,
                names.dead, log.path, mode,
            ]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
        }

        /// The messages after a word.
        func said(_ word: String) -> [String] {
            let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == word }
                .map { String($0[1]) }
        }

        func kill() {
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }

        deinit { if process.isRunning { kill() } }
    }

    @Test("killed in the middle of its work: its message is rescued, and finished exactly once more")
    func killed() async throws {
        try await QueueBench.run { bench in
            let victim = try Worker(bench, mode: "hang")
            try await bench.put(QueueBench.envelope("p"))
            #expect(await eventually { victim.said("took") == ["p"] })
            victim.kill()
            #expect(try await bench.reap { try await bench.queue.depth().waiting == 1 })
            let heir = try Worker(bench, mode: "work")
            #expect(
                try await eventually { try await bench.queue.depth().processing == 0 && heir.said("done") == ["p"] })
            let end = ContinuousClock.now + QueueBench.visibility * 2
            _ = try await bench.reap { ContinuousClock.now > end }
            #expect(heir.said("took") == ["p"])
            #expect(try await bench.queue.depth() == WorkQueueDepth(waiting: 0, processing: 0, delayed: 0, dead: 0))
        }
    }

    @Test(
        "Python and Swift work on one queue: each message is finished once, failures end on the dead list with a reason"
    )
    func mixed() async throws {
        try await QueueBench.run(visibility: .seconds(2)) { bench in
            let workers = try (0..<2).map { _ in try Worker(bench, mode: "work") }
            let swift = Finished()
            let working = Task {
                for try await job in bench.typed.jobs(worker: "swift") {
                    if job.event.parcel.hasPrefix("bad") {
                        try await job.retry(reason: "no such street")
                    } else {
                        swift.append(job.event.parcel)
                        try await job.complete()
                    }
                }
            }
            let good = (0..<200).map { "good-\($0)" }
            let bad = (0..<10).map { "bad-\($0)" }
            for (index, parcel) in good.enumerated() {
                try await bench.put(QueueBench.envelope(parcel))
                if index.isMultiple(of: 20) { try await bench.put(QueueBench.envelope(bad[index / 20])) }
            }
            #expect(
                try await eventually(within: .seconds(30)) {
                    let depth = try await bench.queue.depth()
                    return depth.dead == 10 && depth.waiting + depth.processing == 0
                })
            working.cancel()
            try await working.value
            let python = workers.flatMap { $0.said("done") }
            #expect((python + swift.all).sorted() == good.sorted())
            var letters: [QueueDeadLetter] = []
            try await bench.queue.forEachDeadLetter {
                letters.append($0)
                return .kept
            }
            #expect(letters.compactMap(\.original.id).sorted() == bad.sorted())
            #expect(letters.allSatisfy { $0.error?.hasPrefix("no such street") == true && $0.original.retries == 2 })
        }
    }

    @Test("the lists' names may be those of the TypeScript workers")
    func legacyNames() async throws {
        try await QueueBench.run { bench in
            let names = WorkQueueDeclaration(
                list: "hokusai:model_ready_queue", processing: "hokusai:processing_queue", dead: "hokusai:dlq",
                visibility: .milliseconds(200))
            let queue = bench.test.bus.workQueue(names, attempts: 3)
            let reaper = bench.test.bus.workQueueReaper(of: [queue])
            _ = try await bench.test.client.command("LPUSH", names.list, QueueBench.envelope("p"))
            let victim = try Worker(bench, mode: "hang", names: names)
            #expect(await eventually { victim.said("took") == ["p"] })
            #expect(try await bench.items("hokusai:processing_queue").count == 1)
            victim.kill()
            #expect(
                try await eventually {
                    _ = try await reaper.reap()
                    return try await queue.depth().waiting == 1
                })
            var jobs = queue.jobs(worker: "w").makeAsyncIterator()
            #expect(try await jobs.next()?.fail("no") == .dead)
            #expect(try await bench.items("hokusai:dlq").count == 1)
        }
    }
}
