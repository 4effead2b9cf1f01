import EventBus
import RedisClient

extension GroupReader {
    /// What is taken over besides this consumer's own entries.
    enum Taking {
        /// Everybody's: nobody else may read.
        case all
        case none
        /// Others' only, untouched for so long.
        case idle(atLeast: Duration)
    }

    /// A page of what is pending, and where the next begins.
    struct PendingPage {
        var batch: Batch
        var next: String?
    }

    /// One page of the group's pending list, in the log's order. Counts of attempts stay as they are.
    func pendingPage(from: String, limit: Int, taking: Taking) async throws(RedisError) -> PendingPage {
        let (others, idle): (String, Duration) =
            switch taking {
            case .all: ("all", .zero)
            case .none: ("none", .zero)
            case .idle(let time): ("idle", time)
            }
        let reply = try await client.evaluate(
            Scripts.recover, keys: [keys.log, keys.delayed, lease.key],
            arguments: [
                reader.group, reader.consumer, String(lease.epoch), from, String(limit), others,
                String(idle.wholeMilliseconds), String(PendingList.pageBytes),
            ])
        var batch = Batch(origin: .leftBehind)
        var parts = reply.makeIterator()
        let next = parts.next()?.string ?? ""
        while let part = parts.next() {
            switch part.count {
            case 2:
                guard let attempts = part[0].integer, let entry = LogEntry(part[1]) else { continue }
                batch.entries.append(entry)
                if attempts != 1 { batch.attempts[entry.position] = Int(attempts) }
            case 4:
                guard let position = part[1].streamID.map({ StreamPosition($0) }), let due = part[2].integer else {
                    continue
                }
                let lane = part[3].withBytes { order.lane(ofAggregate: $0, at: position) }
                let pause: Duration? = due < 0 ? nil : .milliseconds(due)
                batch.parked.append(FoundParked(position: position, lane: lane, pause: pause))
            default: continue
            }
        }
        return PendingPage(batch: batch, next: next.isEmpty ? nil : next)
    }

    /// One page of what is pending under this consumer's name and not here.
    func missedPage(
        from: String, limit: Int, held: Set<StreamPosition>
    ) async throws(RedisError) -> PendingPage {
        let pending = try await client.command(
            "XPENDING", keys.log, reader.group, from, "+", String(limit), reader.consumer)
        var page = PendingPage(batch: Batch(origin: .missed))
        var missed: [StreamPosition] = []
        for one in pending where one.count == 4 {
            guard let position = one[0].streamID.map({ StreamPosition($0) }), let count = one[3].integer else {
                continue
            }
            page.next = "(\(position)"
            guard !held.contains(position) else { continue }
            missed.append(position)
            if count != 1 { page.batch.attempts[position] = Int(count) }
        }
        if pending.count < limit { page.next = nil }
        page.batch.entries = try await entries(at: missed)
        return page
    }

    /// The entries at some positions, as the log has them.
    func entries(at positions: [StreamPosition]) async throws(RedisError) -> [LogEntry] {
        guard !positions.isEmpty else { return [] }
        var commands = RedisCommands(reservingCapacity: positions.count * 96)
        for position in positions {
            commands.begin("XRANGE", arguments: 3)
            commands.argument(keys.log)
            commands.argument(position.id)
            commands.argument(position.id)
        }
        var entries: [LogEntry] = []
        for (position, reply) in zip(positions, try await client.send(commands)) {
            let found = LogEntry.entries(range: try reply.get()).first
            entries.append(found ?? LogEntry(trimmed: position))
        }
        return entries
    }
}
