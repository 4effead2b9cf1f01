import EventBus
import RedisClient

extension PartitionShift {
    /// How often the server is asked for what others may have parked or released.
    private static let pollPeriod = Duration.seconds(1)
    /// How many parked deliveries are taken back with one call.
    private static let step = 64
    /// How many due deliveries the server names at a time.
    private static let duePage = 500

    var holdsAggregates: Bool {
        consumer.policy.afterDeadLetter == .holdAggregate && consumer.order == .aggregate
    }

    /// Takes parked deliveries back when their turn has come.
    ///
    /// The pauses of those that this reader parked go by its own monotonic clock, so that a server's clock that is set
    /// back delays none of them; what others parked, or a person put back or hastened, is asked for once a second.
    func promote() async throws {
        var nextPoll = ContinuousClock.now
        var pause = Duration.zero
        while !stop.isStopping {
            await alarm.wait(atMost: pause)
            try Task.checkCancellation()
            guard !queue.isRecovering else {
                // Whoever reads rings when it is through.
                pause = Self.pollPeriod
                continue
            }
            if ContinuousClock.now >= nextPoll {
                do throws(RedisError) { try await poll() } catch {
                    if error.code == .cancelled { throw CancellationError() }
                    if ReadRecovery(error) == .fail { throw error }
                }
                nextPoll = .now + Self.pollPeriod
            }
            var due = queue.due(atMost: Self.step)
            while !due.promotions.isEmpty {
                try await takeBack(due.promotions)
                due = queue.due(atMost: Self.step)
            }
            pause = min(due.nextLook ?? Self.pollPeriod, nextPoll - .now)
        }
    }

    private func takeBack(_ promotions: [ParkedLanes.Promotion]) async throws {
        let reader = renewed(pending.reader)
        var deliveries: [StreamPosition: Delivery] = [:]
        for one in try await pending.unpark(promotions.flatMap(\.positions)) {
            deliveries[one.entry.position] = try await delivery(of: one.entry, attempt: one.attempt, reader: reader)
        }
        for promotion in promotions {
            queue.promoted(promotion, promotion.positions.compactMap { deliveries[$0] })
        }
    }

    /// Asks for deliveries that are due and not known here, and for aggregates that are held no longer.
    private func poll() async throws(RedisError) {
        let known = queue.heldAggregates()
        let heldCount = try await findDue()
        guard holdsAggregates, heldCount != known.count else { return }
        let held = try await heldAggregates()
        for aggregate in held.subtracting(known) { queue.hold(aggregate) }
        // A letter that was redriven comes before what waited behind it, so it has to be known first.
        _ = try await findDue()
        queue.release(known.subtracting(held))
    }

    /// - Returns: How many aggregates are held.
    private func findDue() async throws(RedisError) -> Int {
        var offset = 0
        while true {
            let reply = try await consumer.client.evaluate(
                Scripts.due, keys: [consumer.keys.delayed, consumer.keys.held],
                arguments: [String(offset), String(Self.duePage)])
            let due = reply.dropFirst().compactMap { $0.streamID.map { StreamPosition($0) } }
            try await found(queue.serverSaysDue(due))
            guard due.count == Self.duePage, offset < consumer.limits.parked else {
                return reply[0].integer.map { Int($0) } ?? 0
            }
            offset += due.count
        }
    }

    private func found(_ positions: [StreamPosition]) async throws(RedisError) {
        guard !positions.isEmpty else { return }
        let reader = GroupReader(
            client: consumer.client, keys: consumer.keys, reader: pending.reader, lease: lease, order: consumer.order,
            ackTimeout: consumer.policy.ackTimeout, logger: consumer.logger)
        let found = try await reader.entries(at: positions).map { entry in
            let lane: Lane
            if case .event(let record) = entry.content {
                lane = consumer.order.lane(of: record, at: entry.position)
            } else {
                lane = DeliveryOrder.none.lane(
                    ofAggregate: UnsafeRawBufferPointer(start: nil, count: 0), at: entry.position)
            }
            return FoundParked(position: entry.position, lane: lane, pause: .zero)
        }
        queue.found(found)
    }

    /// The aggregates that dead letters hold, as the server has them.
    func heldAggregates() async throws(RedisError) -> Set<String> {
        var held: Set<String> = []
        var cursor = "0"
        repeat {
            let reply = try await consumer.client.command("HSCAN", consumer.keys.held, cursor, "COUNT", "1000")
            cursor = reply[0].string ?? "0"
            var fields = reply[1].makeIterator()
            while let name = fields.next(), fields.next() != nil {
                if let aggregate = name.string { held.insert(aggregate) }
            }
        } while cursor != "0"
        return held
    }
}
