import EventBus
import RedisClient

/// One look of a reaper at one queue: counts what stands in the processing list, notes it, rescues what is overdue.
///
/// The list moves meanwhile: what is counted wrongly is looked at again by the script that rescues, and by the next pass.
struct ReapingPass {
    let queue: RawWorkQueue
    private var report: WorkQueueReaper.Report
    /// Items are read so many at a time.
    private static let page = 32
    /// Claims are looked at so many at a time.
    private static let batch = 200

    private var commands: WorkQueueCommands { queue.commands }

    init(queue: RawWorkQueue) {
        self.queue = queue
        report = WorkQueueReaper.Report(list: queue.declaration.list)
    }

    mutating func run() async throws(RedisError) -> WorkQueueReaper.Report {
        while true {
            let promoted = try await commands.promote(limit: Self.batch)
            report.promoted += promoted
            if promoted < Self.batch { break }
        }
        let counts = try await survey()
        var overdue = try await sight(counts.map { (digest: $0.key, count: $0.value) })
        overdue.formUnion(try await sightForgotten(beside: counts))
        if !overdue.isEmpty { try await rescue(overdue) }
        return report
    }

    /// How often each item stands in the processing list, by digest.
    private mutating func survey() async throws(RedisError) -> [String: Int] {
        var counts: [String: Int] = [:]
        while true {
            LoopHeartbeat.current?.beat()
            let items = try await commands.page(
                of: queue.declaration.processing, from: report.processing, to: report.processing + Self.page - 1)
            for item in items { counts[SHA1.hexadecimalDigest(of: item), default: 0] += 1 }
            report.processing += items.count
            if items.count < Self.page { return counts }
        }
    }

    private func sight(_ counts: [(digest: String, count: Int)]) async throws(RedisError) -> Set<String> {
        var overdue: Set<String> = []
        for start in stride(from: 0, to: counts.count, by: Self.batch) {
            overdue.formUnion(try await commands.sight(counts[start..<min(start + Self.batch, counts.count)]))
        }
        return overdue
    }

    /// What the claims speak of and the processing list does not hold: takes that are no longer to be remembered.
    private func sightForgotten(beside counts: [String: Int]) async throws(RedisError) -> Set<String> {
        var overdue: Set<String> = []
        var cursor = "0"
        repeat {
            let reply = try await commands.client.command(
                "HSCAN", queue.declaration.claims, cursor, "COUNT", String(Self.batch))
            cursor = reply.count == 2 ? reply[0].string ?? "0" : "0"
            var digests: [(digest: String, count: Int)] = []
            for (place, field) in (reply.count == 2 ? reply[1] : reply).enumerated() where place.isMultiple(of: 2) {
                if let digest = field.string, counts[digest] == nil { digests.append((digest, 0)) }
            }
            overdue.formUnion(try await sight(digests))
        } while cursor != "0"
        return overdue
    }

    /// Goes through the list from the newest: each is put where it is taken from first, so the oldest ends up foremost.
    private mutating func rescue(_ overdue: Set<String>) async throws(RedisError) {
        var start = 0
        while true {
            let items = try await commands.page(
                of: queue.declaration.processing, from: start, to: start + Self.page - 1)
            var moved = 0
            for item in items {
                let digest = SHA1.hexadecimalDigest(of: item)
                guard overdue.contains(digest) else { continue }
                let letter = WorkQueueLetter.bytes(
                    of: item,
                    error: "taken \(queue.attempts) times and never settled: its workers died, or held it too long",
                    queue: queue.declaration.list)
                switch try await commands.rescue(
                    item, digest: digest, takesAllowed: queue.attempts, letter: letter)
                {
                case .nothing: break
                case .putBack:
                    report.returned += 1
                    moved += 1
                case .givenUp:
                    report.dead += 1
                    moved += 1
                }
            }
            if items.count < Self.page { return }
            start += items.count - moved
        }
    }
}
