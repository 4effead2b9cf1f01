import EventBus
import RedisClient

/// What one group has been given of a partition and has not acknowledged, changed by scripts that act only while the lease
/// is held and only on what is this reader's.
///
/// Each may be sent again without harm, and is, while the server is away. A lease with another epoch is waited out too:
/// whoever keeps it says within a moment whether it is lost, and ends the wait.
struct PendingList: Sendable {
    /// A consumer's name that is nobody's: deliveries that wait for a later attempt are under it.
    static let parkedConsumer = "~delayed"
    /// How many deliveries one script deals with.
    private static let step = 100
    /// How many bytes of entries are enough for one reply.
    static let pageBytes = 1 << 20
    /// More than anybody's acknowledgement time-out, in milliseconds: a year.
    private static let longAgo = 31_536_000_000

    let client: RedisClient
    let keys: PartitionKeys
    let reader: Delivery.Reader
    let lease: any PartitionLease

    /// Puts deliveries off.
    ///
    /// - Returns: Those that were not this reader's to put off.
    /// - Throws: `RedisError` that only a person can mend; cancellation. Parked or not, they are still pending.
    func park(_ deliveries: [ParkedDelivery]) async throws -> Set<StreamPosition> {
        var gone: Set<StreamPosition> = []
        for step in deliveries.steps(of: Self.step) {
            let reply = try await run(Scripts.park, [keys.log, keys.delayed], arguments: 3 * step.count) { command, _ in
                for delivery in step {
                    command.argument(delivery.position.id)
                    command.argument(delivery.attemptsMade)
                    command.argument(delivery.pause.map { String($0.wholeMilliseconds) } ?? "")
                }
            }
            gone.formUnion(reply.positions)
        }
        return gone
    }

    /// A parked delivery that has been taken back.
    struct TakenBack: Sendable {
        let entry: LogEntry
        let attempt: Int
    }

    /// Takes parked deliveries back for their next attempt; those that are missing from the answer are gone.
    func unpark(_ positions: [StreamPosition]) async throws -> [TakenBack] {
        var taken: [TakenBack] = []
        var rest = positions[...]
        while !rest.isEmpty {
            let step = rest.prefix(Self.step)
            let reply = try await run(Scripts.unpark, [keys.log, keys.delayed], arguments: 1 + step.count) {
                command, _ in
                command.argument(Self.pageBytes)
                for position in step { command.argument(position.id) }
            }
            for one in reply.dropFirst() where one.count == 2 {
                guard let attempt = one[0].integer, let entry = LogEntry(one[1]) else { continue }
                taken.append(TakenBack(entry: entry, attempt: Int(attempt)))
            }
            // As many as came to a reasonable size; at least one.
            rest = rest.dropFirst(max(1, Int(reply[0].integer ?? 0)))
        }
        return taken
    }

    /// Charges a delivery for the attempt that is about to be made.
    ///
    /// - Returns: Whether it is still this reader's.
    func charge(_ position: StreamPosition, attempts: Int) async throws -> Bool {
        let reply = try await run(Scripts.charge, [keys.log], arguments: 2) { command, _ in
            command.argument(position.id)
            command.argument(attempts)
        }
        return reply.integer == 1
    }

    /// Acknowledges a delivery together with changes of the group's state.
    ///
    /// - Throws: ``StateChangeError`` where it is not this reader's any more, or a change was refused.
    func acknowledge(_ position: StreamPosition, with changes: [StateChanges.Change]) async throws {
        var mayBeDone = false
        let arguments = changes.reduce(1) { $0 + 2 + $1.arguments.count }
        let reply: RedisReply
        do {
            reply = try await run(
                Scripts.acknowledge, [keys.log], more: changes.map { keys.state($0.name) }, arguments: arguments
            ) { command, isInDoubt in
                mayBeDone = isInDoubt
                command.argument(position.id)
                for change in changes {
                    command.argument(change.arguments.count)
                    command.argument(change.command)
                    for argument in change.arguments { command.argument(argument) }
                }
            }
        } catch let error as RedisError where error.code == .server("REFUSED") {
            throw StateChangeError(reason: .refused, message: error.message)
        }
        // Not pending after an answer that was lost: it was this call that ended it.
        guard reply.integer == 1 || reply.integer == 0 && mayBeDone else {
            throw StateChangeError(
                reason: .notPending,
                message:
                    "the delivery at \(position) of \(keys.log) was acknowledged before, or another consumer of the "
                    + "group “\(reader.group)” has it: nothing was changed")
        }
    }

    /// Says that deliveries are still being worked on.
    ///
    /// - Returns: Those that are this reader's no longer.
    func renew(_ positions: [StreamPosition]) async throws -> [StreamPosition] {
        try await claim(positions, untouchedFor: 0)
    }

    /// Lets others have deliveries at once, with the attempts that they have been charged.
    func handBack(_ positions: [StreamPosition]) async throws {
        _ = try await claim(positions, untouchedFor: Self.longAgo)
    }

    private func claim(_ positions: [StreamPosition], untouchedFor idle: Int) async throws -> [StreamPosition] {
        var lost: [StreamPosition] = []
        for step in positions.steps(of: Self.step) {
            let reply = try await run(Scripts.renew, [keys.log], arguments: 1 + step.count) { command, _ in
                command.argument(idle)
                for position in step { command.argument(position.id) }
            }
            lost += reply.positions
        }
        return lost
    }

    /// Sends one call until it is answered.
    ///
    /// - Parameters:
    ///   - leased: The keys before that of the lease.
    ///   - more: The keys behind it.
    ///   - arguments: How many arguments `write` adds behind group, consumer and epoch.
    ///   - write: Is told whether an earlier call may have been carried out.
    private func run(
        _ script: RedisScript, _ leased: [String], more: [String] = [], arguments: Int,
        _ write: (inout RedisCommands, _ mayBeDone: Bool) -> Void
    ) async throws -> RedisReply {
        var failures = 0
        var mayBeDone = false
        while true {
            var command = RedisCommands(reservingCapacity: 512 + arguments * 32)
            script.begin(in: &command, keys: leased.count + 1 + more.count, arguments: 3 + arguments)
            for key in leased { command.argument(key) }
            command.argument(lease.key)
            for key in more { command.argument(key) }
            command.argument(reader.group)
            command.argument(reader.consumer)
            command.argument(lease.epoch)
            write(&command, mayBeDone)
            do throws(RedisError) {
                return try await client.send(command, loading: [script])[0].get()
            } catch {
                failures += 1
                if error.delivery == .outcomeUnknown { mayBeDone = true }
                try await ReadRecovery.pause(after: error, failures: failures)
            }
        }
    }
}

extension RedisReply {
    /// The positions that an array names.
    fileprivate var positions: [StreamPosition] { compactMap { $0.streamID.map { StreamPosition($0) } } }
}

extension Array {
    /// The elements in runs of at most so many.
    fileprivate func steps(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}

extension Duration {
    /// In milliseconds, rounded up.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
