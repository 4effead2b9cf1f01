import EventBus
import Foundation
import RedisClient
import TestSupport

@testable import RedisEventBus

/// A work queue on a private server, with a visibility short enough to wait for.
struct QueueBench {
    static let list = "parcels:queue"
    static let visibility = Duration.milliseconds(400)

    let test: TestBus
    let queue: RawWorkQueue
    var names: WorkQueueDeclaration { queue.declaration }
    var typed: WorkQueue<ParcelSent> { WorkQueue(raw: queue, neighbours: [ParcelDelivered.declaration]) }
    var reaper: WorkQueueReaper { test.bus.workQueueReaper(of: [queue]) }

    /// Runs a test on a queue of its own.
    static func run(
        visibility: Duration = visibility, attempts: Int = 3, _ body: (QueueBench) async throws -> Void
    ) async throws {
        try await TestBus.run { test in
            let names = WorkQueueDeclaration(list: list, visibility: visibility)
            try await body(QueueBench(test: test, queue: test.bus.workQueue(names, attempts: attempts)))
        }
    }

    /// A message as the router writes it.
    static func envelope(_ parcel: String, weight: Int = 1, retries: Int = 0) -> String {
        """
        {"message_id":"\(parcel)","message_type":"parcel_sent","timestamp":"2026-11-21T09:12:33.507397Z",\
        "payload":{"parcel":"\(parcel)","weight":\(weight)},"retry_count":\(retries),"max_retries":2}
        """
    }

    /// Puts messages on the list, as publishers do.
    func put(_ messages: String...) async throws { try await put(messages) }

    /// Puts messages on the list, as publishers do.
    func put(_ messages: [String]) async throws {
        for message in messages { _ = try await test.client.command("LPUSH", names.list, message) }
    }

    /// Takes a message as a foreign worker does, which knows nothing of claims.
    @discardableResult
    func takeForeign() async throws -> String? {
        try await test.client.command("RPOPLPUSH", names.list, names.processing).string
    }

    /// What stands on a list, in the order in which it is taken.
    func items(_ list: String) async throws -> [String] {
        try await test.client.command("LRANGE", list, "0", "-1").compactMap(\.string).reversed()
    }

    /// The next job of a worker that wants one.
    func next(_ worker: String = "w") async throws -> RawJob? {
        var jobs = queue.jobs(worker: worker).makeAsyncIterator()
        return try await jobs.next()
    }

    /// Lets reapers look until a condition holds.
    func reap(until condition: () async throws -> Bool) async throws -> Bool {
        try await eventually {
            _ = try await reaper.reap()
            return try await condition()
        }
    }

    /// Until when the claims that there are hold, in milliseconds since 1970.
    func deadlines() async throws -> [Int] {
        try await claims().flatMap { $0.value.split(separator: "\n") }.filter { $0.hasPrefix("c ") }
            .compactMap { Int($0.split(separator: " ")[2]) }
    }

    /// Makes what was seen without a claim look as if it had been seen long ago.
    func ageSightings() async throws {
        for (digest, lines) in try await claims() {
            let aged = lines.split(separator: "\n").map { $0.hasPrefix("s ") ? "s 1" : String($0) }
            _ = try await test.client.command("HSET", names.claims, digest, aged.map { "\n" + $0 }.joined())
        }
    }

    private func claims() async throws -> [String: String] {
        var claims: [String: String] = [:]
        var fields = try await test.client.command("HGETALL", names.claims).makeIterator()
        while let digest = fields.next()?.string, let lines = fields.next()?.string { claims[digest] = lines }
        return claims
    }

    /// Whether nothing is left that speaks of messages in hand.
    func isClean() async throws -> Bool {
        let keys = [names.list, names.processing, names.claims, names.delayed]
        return try await test.client.command("EXISTS", keys[0], keys[1], keys[2], keys[3]).integer == 0
    }
}
