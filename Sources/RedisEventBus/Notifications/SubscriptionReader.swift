import EventBus
import Logging
import RedisClient

/// One subscriber's way through the log: a place in each partition, and a page of entries.
struct SubscriptionReader: Sendable {
    typealias Item = SubscriptionItem<EventSubscription.Element>

    /// Where the subscriber stands in one partition, beside the position.
    private struct Place: Sendable {
        var standing: LogContinuity.Standing
        /// Whether it is known that nothing is missing between the position and the log.
        var isJoined: Bool
        /// Which entry of those that the shared read has counted is next; `nil` before it is among them.
        var number: Int?
        /// Whether it has been within the limit of its policy.
        var hasKeptUp = false
    }

    private let tail: LogTail
    private let policy: SlowReaderPolicy
    private let isTrusted: Bool
    private let membership: Membership
    private let pageSize: Int
    private(set) var cursor: Cursor?
    /// The server that the cursor to begin with was taken from.
    private let origin: String?
    private var places: [Place]
    private var knownLosses: Int
    /// Whether it stands beyond what the shared read has seen.
    private var isAhead = false
    private var gaps: ArraySlice<SubscriptionGap> = []
    private var page: ArraySlice<LogEntry> = []
    private var pagePartition = 0

    init(_ subscription: EventSubscription) {
        tail = subscription.tail
        policy = subscription.slowReader
        isTrusted = subscription.isTrusted
        pageSize = min(256, max(1, policy.limit ?? 256))
        membership = Membership(subscription.tail)
        knownLosses = membership.knownLosses
        var origin: String?
        let partitions = tail.keys.count
        let standing: LogContinuity.Standing
        switch subscription.start {
        case .now:
            cursor = nil
            standing = .read
        case .beginning:
            cursor = .beginning(partitions: partitions)
            standing = .first
        case .after(let seen):
            precondition(seen.positions.count == partitions, "the cursor is of a stream with other partitions")
            cursor = seen
            origin = seen.server
            standing = .read
        case .time(let time):
            let milliseconds = UInt64(max(0, time.microseconds / 1_000))
            let position = StreamPosition(milliseconds: milliseconds, sequence: 0).previous
            cursor = Cursor(positions: Array(repeating: position, count: partitions))
            standing = .chosen
        }
        self.origin = origin
        places = Array(repeating: Place(standing: standing, isJoined: false), count: partitions)
    }

    /// The next item; `nil` when the task is cancelled.
    mutating func next() async throws -> Item? {
        do { return try await nextUnlessCancelled() } catch is CancellationError { return nil }
    }

    /// Waits until it is known where the log ends, and with that where this reader begins; `nil` when the task is cancelled.
    mutating func begin() async throws -> Cursor? {
        while !Task.isCancelled {
            if try tail.end() != nil {
                if cursor == nil { try beginNow() }
                return cursor
            }
            await tail.wait(beyond: nil, losses: knownLosses)
        }
        return nil
    }

    /// The next item that is there already; `nil` where the reader has seen everything.
    mutating func nextAtHand() async throws -> Item? {
        while !Task.isCancelled {
            if let gap = gaps.popFirst() { return .gap(gap) }
            if let entry = page.popFirst() {
                if let item = take(entry) { return item }
            } else if try await !turnPage() {
                return nil
            }
        }
        throw CancellationError()
    }

    private mutating func nextUnlessCancelled() async throws -> Item? {
        while !Task.isCancelled {
            if let gap = gaps.popFirst() { return .gap(gap) }
            if let entry = page.popFirst() {
                if let item = take(entry) { return item }
                continue
            }
            guard let seen = cursor else {
                try beginNow()
                if cursor == nil { await tail.wait(beyond: nil, losses: knownLosses) }
                continue
            }
            if try await !turnPage() {
                await tail.wait(beyond: seen, losses: knownLosses, until: isAhead ? .nextRead : .news)
            }
        }
        return nil
    }

    private mutating func take(_ entry: LogEntry) -> Item? {
        cursor?.advance(pagePartition, to: entry.position)
        places[pagePartition].standing = .read
        if let number = places[pagePartition].number { places[pagePartition].number = number + 1 }
        guard let cursor else { return nil }
        switch entry.content {
        case .event(let record):
            return .event(
                EventSubscription.Element(
                    record: record, partition: pagePartition, position: entry.position, cursor: cursor))
        case .malformed(let fault):
            return .foreign(
                ForeignEntry(partition: pagePartition, position: entry.position, cursor: cursor, fault: fault))
        case .trimmed: return nil
        }
    }

    private mutating func beginNow() throws(RedisError) {
        guard let end = try tail.end() else { return }
        cursor = end.cursor
        for (partition, count) in end.counts.enumerated() {
            places[partition] = Place(standing: .read, isJoined: true, number: count, hasKeptUp: true)
        }
    }

    /// Fetches the next page of the first partition, from the last one on, that has one.
    ///
    /// - Returns: Whether there is anything to hand out, or to look at again.
    private mutating func turnPage() async throws -> Bool {
        if heedLosses() { return true }
        isAhead = false
        for step in 1...places.count {
            let partition = (pagePartition + step) % places.count
            guard let seen = cursor?.positions[partition] else { return true }
            guard places[partition].isJoined else {
                // The shared read comes first: what it remembers of the log tells later how far a log that was lost is the same.
                guard try tail.end() != nil else { return false }
                nameServer(tail.news(after: knownLosses).server)
                return try await join(partition, after: seen)
            }
            let answer = try tail.entries(partition, after: seen, limit: pageSize)
            switch answer {
            case .entries(_, let number), .upToDate(let number): places[partition].number = number
            case .behind, .ahead, nil: break
            }
            if try heedPolicy(partition) { return true }
            switch answer {
            case .entries(let entries, _):
                page = entries
                pagePartition = partition
                return true
            case .behind(let floor): return try await readLog(partition, after: seen, window: floor)
            case .ahead where places[partition].standing == .read:
                // The shared read will say nothing of a place that it has never seen.
                isAhead = true
                _ = try await readLog(partition, after: seen, window: nil)
                if !page.isEmpty || !gaps.isEmpty { return true }
            case .ahead, .upToDate, nil: continue
            }
        }
        return false
    }

    /// The first look at a partition: what a cursor stands on may be gone since it was taken.
    private mutating func join(_ partition: Int, after seen: StreamPosition) async throws -> Bool {
        _ = try await readLog(partition, after: seen, window: nil)
        places[partition].isJoined = true
        nameServer(tail.news(after: knownLosses).server)
        // The log ended within the page, which is no greater than the limit.
        places[partition].hasKeptUp = page.count < pageSize
        return true
    }

    /// Reads a page from the log itself, and sees whether anything is missing before it.
    ///
    /// - Parameter window: Where the window of the shared read begins, where that is known.
    private mutating func readLog(
        _ partition: Int, after seen: StreamPosition, window: StreamPosition?
    ) async throws -> Bool {
        let look = try await snapshot(partition, after: seen)
        let server = places[partition].isJoined ? cursor?.server : origin
        let relation = look.lineage?.relation(to: server) ?? .unknown
        let judged = LogContinuity(
            after: seen, places[partition].standing, isPresent: look.isPresent, look.facts, relation)
        pagePartition = partition
        switch judged {
        case .intact:
            page = look.entries
            // Nothing between here and the window is left in the log: it was deleted by hand.
            if page.isEmpty, let window { move(partition, to: window) }
        case .trimmed(let through):
            page = look.entries
            move(partition, to: through)
            note(.trimmed, partition, after: seen, through: through)
        case .lost(let resumption):
            let isClaim = !isTrusted && !places[partition].isJoined
            tail.logger.log(
                level: isClaim ? .info : .error,
                isClaim
                    ? "a client's cursor does not fit the log: it is of another log, or made up"
                    : "log lost: the log is shorter than what was read of it, or another one",
                metadata: [
                    "log": "\(tail.keys[partition].log)", "last": "\(seen)", "resuming after": "\(resumption)",
                ])
            if resumption == seen { page = look.entries }
            move(partition, to: resumption)
            note(.logLost, partition, after: resumption, through: seen, log: look.facts.range)
        }
        return true
    }

    private func snapshot(_ partition: Int, after position: StreamPosition) async throws -> LogSnapshot {
        var failures = 0
        while true {
            do throws(RedisError) {
                return try await LogSnapshot.take(
                    of: [tail.keys[partition]], after: [position], limit: pageSize, tail.client)[0]
            } catch {
                failures += 1
                try await ReadRecovery.pause(after: error, failures: failures)
            }
        }
    }

    /// Goes back to where a log still is what was read of it.
    private mutating func heedLosses() -> Bool {
        let (losses, server) = tail.news(after: knownLosses)
        knownLosses += losses.count
        nameServer(server)
        var isHeeded = false
        for loss in losses {
            // One that has not yet looked at the log will find out for itself.
            guard let seen = cursor?.positions[loss.partition], places[loss.partition].isJoined else { continue }
            if seen > loss.resumeAfter { move(loss.partition, to: loss.resumeAfter) }
            places[loss.partition].number = nil
            note(
                .logLost, loss.partition, after: loss.resumeAfter, through: max(loss.last, seen), log: loss.log)
            isHeeded = true
        }
        return isHeeded
    }

    /// Has the cursor say which server it is of: whoever comes back with it to a log that was lost meanwhile is told so.
    ///
    /// As long as it stands at an entry that was read elsewhere and has not been looked for here, it is of the server that
    /// it came from. A reader that began with what is first, or with a moment, has read nothing elsewhere.
    private mutating func nameServer(_ server: String?) {
        guard let server, cursor?.server != server else { return }
        guard places.allSatisfy({ $0.isJoined || $0.standing != .read }) else { return }
        cursor?.server = server
    }

    /// Skips or fails where the policy says so.
    private mutating func heedPolicy(_ partition: Int) throws(SubscriberTooSlow) -> Bool {
        guard let limit = policy.limit, let number = places[partition].number, let count = tail.count(partition),
            let cursor
        else { return false }
        let behind = count - number
        if behind <= limit {
            places[partition].hasKeptUp = true
            return false
        }
        guard places[partition].hasKeptUp else { return false }
        if case .fail = policy {
            throw SubscriberTooSlow(partition: partition, behind: behind, limit: limit, cursor: cursor)
        }
        guard let place = tail.place(partition, leaving: limit) else { return false }
        let seen = cursor.positions[partition]
        guard place.position > seen else { return false }
        move(partition, to: place.position)
        places[partition].number = place.number
        note(.dropped, partition, after: seen, through: place.position)
        return true
    }

    private mutating func move(_ partition: Int, to position: StreamPosition) {
        cursor?.advance(partition, to: position)
        places[partition].standing = .chosen
        places[partition].number = nil
    }

    private mutating func note(
        _ reason: SubscriptionGap.Reason, _ partition: Int, after: StreamPosition, through: StreamPosition,
        log: ClosedRange<StreamPosition>? = nil
    ) {
        guard let cursor else { return }
        gaps.append(
            SubscriptionGap(
                stream: tail.stream, partition: partition, after: after, through: through, reason: reason,
                log: log, cursor: cursor))
    }
}

/// Holds the shared read open for as long as an iterator lives.
private final class Membership: Sendable {
    private let tail: LogTail
    /// The losses that the shared read had noticed before.
    let knownLosses: Int

    init(_ tail: LogTail) {
        self.tail = tail
        knownLosses = tail.join()
    }

    deinit { tail.leave() }
}
