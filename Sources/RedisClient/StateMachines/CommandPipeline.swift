internal import NIOCore

/// The submissions of one connection, first in, first out: those sent and waiting for replies, those queued as bytes for
/// the next write, and those for which there is no room yet.
///
/// A pure value: it holds what waits (`Waiter`: a continuation, or a number in tests) and says who is to be woken with what;
/// each waiter leaves it exactly once.
struct CommandPipeline<Waiter: Sendable>: Sendable {
    /// A waiter and what to tell it.
    typealias Completion = (waiter: Waiter, outcome: CommandOutcome)

    private struct Entry: Sendable {
        /// `nil` once nobody waits any more: cancelled or timed out.
        var waiter: Waiter?
        var commandCount: Int
        var byteCount: Int
        var deadline: NIODeadline
        /// The encoded commands while there is no room for them.
        var heldBack: RedisCommands?
    }

    /// `[0, sent)` are on the network, `[sent, admitted)` in `outgoing`, the rest holds its own bytes.
    private var entries = CircularBuffer<Entry>(initialCapacity: 64)
    private var sent = 0
    private var admitted = 0
    /// The id of `entries[0]`; ids count up by one.
    private var firstID = 1
    private var outgoing = ByteBuffer()
    private var spare: ByteBuffer?
    /// The replies that have come for `entries[0]`.
    private var partial: [RedisReply] = []

    private let maximumCommands: Int
    private let maximumBytes: Int
    private(set) var inFlightCommands = 0
    private(set) var unsentCommands = 0
    private var inFlightBytes = 0

    init(maximumCommands: Int, maximumBytes: Int) {
        self.maximumCommands = maximumCommands
        self.maximumBytes = maximumBytes
    }

    /// Whether there are bytes to write.
    var hasOutgoing: Bool { outgoing.readableBytes > 0 }
    /// Whether a write now does better than a write a little later.
    ///
    /// While the server has this many commands of ours to answer it is not waiting for more, and its next replies bring
    /// the event loop back here: what is written then is one large piece instead of many small ones. The server answers
    /// a connection's commands in their order, so what waits here would have waited there.
    var isWorthWriting: Bool {
        guard hasOutgoing else { return false }
        return inFlightCommands - unsentCommands < Self.busyCommands || outgoing.readableBytes >= Self.largeWrite
    }

    private static var busyCommands: Int { 32 }
    private static var largeWrite: Int { 64 * 1_024 }
    var isEmpty: Bool { entries.isEmpty }
    var suspendedCallers: Int { entries.dropFirst(admitted).count { $0.waiter != nil } }

    /// The earliest deadline of anybody who waits.
    var nextDeadline: NIODeadline? {
        entries.lazy.filter { $0.waiter != nil }.map(\.deadline).min()
    }

    // MARK: Sending

    /// Takes commands in, behind all others.
    ///
    /// - Returns: The id by which to ``cancel(_:)``.
    mutating func submit(_ waiter: Waiter, _ commands: borrowing RedisCommands, deadline: NIODeadline) -> Int {
        let id = firstID + entries.count
        var entry = Entry(
            waiter: waiter, commandCount: commands.count, byteCount: commands.byteCount, deadline: deadline,
            heldBack: nil)
        if admitted == entries.count, hasRoom(for: entry) {
            outgoing.write(commands)
            count(entry)
        } else {
            entry.heldBack = copy commands
        }
        entries.append(entry)
        return id
    }

    /// Takes the bytes to write; everything admitted counts as sent from here on.
    mutating func takeOutgoing() -> ByteBuffer? {
        guard hasOutgoing else { return nil }
        let bytes = outgoing
        outgoing = spare ?? ByteBuffer()
        spare = nil
        sent = admitted
        unsentCommands = 0
        return bytes
    }

    /// Gives written bytes back, so that their memory serves again.
    mutating func recycle(_ buffer: consuming ByteBuffer) {
        guard spare == nil, buffer.capacity <= 1 << 20 else { return }
        buffer.clear()
        spare = buffer
    }

    // MARK: Receiving

    /// Hands replies to those who wait for them.
    ///
    /// - Returns: Whether every reply answers something; if not, the connection is out of step.
    mutating func receive(_ batch: ReplyBatch, completions: inout [Completion]) -> Bool {
        var next = 0
        while next < batch.count {
            guard sent > 0 else { return false }
            let head = entries[entries.startIndex]
            if head.commandCount == 1 {
                removeHead()
                if let waiter = head.waiter { completions.append((waiter, .reply(batch[next]))) }
                next += 1
                continue
            }
            let missing = head.commandCount - partial.count
            let taken = min(missing, batch.count - next)
            if partial.isEmpty { partial.reserveCapacity(head.commandCount) }
            for position in next..<next + taken { partial.append(batch[position]) }
            next += taken
            if taken == missing {
                removeHead()
                let replies = partial
                partial = []
                if let waiter = head.waiter { completions.append((waiter, .replies(replies))) }
            }
        }
        admitHeldBack()
        return true
    }

    // MARK: Ending early

    /// Somebody no longer waits. What was sent keeps its place until its reply comes; what was not is withdrawn.
    mutating func cancel(_ id: Int) -> Completion? {
        let position = id - firstID
        guard position >= 0, position < entries.count, let (waiter, delivery) = abandon(position) else { return nil }
        tidy()
        let error = RedisError(
            .cancelled, "the waiting task was cancelled", delivery: delivery, isRetriable: false)
        return (waiter, .failure(error))
    }

    /// Ends the wait of everybody whose deadline has passed.
    ///
    /// - Parameters:
    ///   - reason: Why what was not sent was not, if there is more to say than that time is up.
    ///   - connection: What the rest was sent on.
    /// - Returns: Whether something that was sent is among them, so that the connection can no longer be trusted.
    mutating func expire(
        now: NIODeadline, reason: RedisError?, connection: RedisConnectionIdentity? = nil,
        completions: inout [Completion]
    ) -> Bool {
        var isStuck = false
        for position in 0..<entries.count {
            guard entry(position).deadline <= now, let (waiter, delivery) = abandon(position) else { continue }
            let error: RedisError
            if delivery == .outcomeUnknown {
                isStuck = true
                error = RedisError(.timeout, "no reply in time", delivery: .outcomeUnknown, connection: connection)
            } else {
                error =
                    reason?.with(.notSent)
                    ?? RedisError(.timeout, "could not be sent in time", delivery: .notSent)
            }
            completions.append((waiter, .failure(error)))
        }
        tidy()
        return isStuck
    }

    /// The connection is gone: what was sent fails with an unknown outcome, the rest as not sent.
    mutating func failAll(with error: RedisError, completions: inout [Completion]) {
        for position in 0..<entries.count {
            guard let waiter = entry(position).waiter else { continue }
            completions.append((waiter, .failure(error.with(position < sent ? .outcomeUnknown : .notSent))))
        }
        firstID += entries.count
        entries.removeAll(keepingCapacity: true)
        sent = 0
        admitted = 0
        inFlightCommands = 0
        unsentCommands = 0
        inFlightBytes = 0
        partial = []
        outgoing.clear()
    }

    // MARK: Inside

    private func entry(_ position: Int) -> Entry { entries[entries.index(entries.startIndex, offsetBy: position)] }

    private mutating func abandon(_ position: Int) -> (Waiter, RedisError.Delivery)? {
        let index = entries.index(entries.startIndex, offsetBy: position)
        var entry = entries[index]
        guard let waiter = entry.waiter else { return nil }
        entry.waiter = nil
        if position >= sent {
            if position < admitted { withdraw(position, entry) }
            entry.commandCount = 0
            entry.byteCount = 0
            entry.heldBack = nil
        }
        entries[index] = entry
        return (waiter, position < sent ? .outcomeUnknown : .notSent)
    }

    /// Takes an entry's bytes out of the middle of those that wait to be written.
    private mutating func withdraw(_ position: Int, _ entry: Entry) {
        let offset = (sent..<position).reduce(0) { $0 + self.entry($1).byteCount }
        let start = outgoing.readerIndex
        var kept = ByteBuffer()
        if let head = outgoing.getSlice(at: start, length: offset) { kept.writeImmutableBuffer(head) }
        let behind = offset + entry.byteCount
        if let tail = outgoing.getSlice(at: start + behind, length: outgoing.readableBytes - behind) {
            kept.writeImmutableBuffer(tail)
        }
        outgoing = kept
        inFlightCommands -= entry.commandCount
        unsentCommands -= entry.commandCount
        inFlightBytes -= entry.byteCount
    }

    private func hasRoom(for entry: Entry) -> Bool {
        // Something larger than all the room there is goes alone.
        inFlightCommands == 0
            || (inFlightCommands + entry.commandCount <= maximumCommands
                && inFlightBytes + entry.byteCount <= maximumBytes)
    }

    private mutating func count(_ entry: Entry) {
        admitted += 1
        inFlightCommands += entry.commandCount
        unsentCommands += entry.commandCount
        inFlightBytes += entry.byteCount
    }

    private mutating func admitHeldBack() {
        while admitted < entries.count {
            let index = entries.index(entries.startIndex, offsetBy: admitted)
            let entry = entries[index]
            guard let commands = entry.heldBack else {
                admitted += 1
                continue
            }
            guard hasRoom(for: entry) else { return }
            outgoing.write(commands)
            entries[index].heldBack = nil
            count(entry)
        }
    }

    private mutating func removeHead() {
        let head = entries.removeFirst()
        firstID += 1
        sent -= 1
        admitted -= 1
        inFlightCommands -= head.commandCount
        inFlightBytes -= head.byteCount
        removeEmptyHeads()
    }

    private mutating func tidy() {
        removeEmptyHeads()
        admitHeldBack()
    }

    /// Withdrawn entries have no commands; they keep the ids in step until they come to the front.
    private mutating func removeEmptyHeads() {
        while let head = entries.first, head.commandCount == 0 {
            entries.removeFirst()
            firstID += 1
            sent = max(sent - 1, 0)
            admitted = max(admitted - 1, 0)
        }
    }
}
