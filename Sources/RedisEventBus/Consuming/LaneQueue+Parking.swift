import EventBus
import Synchronization

/// A delivery that is to be parked, as the server is told.
struct ParkedDelivery: Sendable, Hashable {
    let position: StreamPosition
    /// How many attempts are charged to it; the next is one more.
    let attemptsMade: Int
    /// `nil` for one that waits behind another of its aggregate.
    let pause: Duration?
}

/// A parked delivery that a reader found when it began.
struct FoundParked: Sendable, Hashable {
    let position: StreamPosition
    let lane: Lane
    /// How long it has to wait; `nil` for one that waits behind another of its aggregate.
    let pause: Duration?
}

extension LaneQueueState {
    /// Puts a delivery behind what waits of its lane.
    mutating func follow(_ delivery: Delivery, lane: Lane) -> ParkedDelivery {
        parked.park(delivery.position, lane: lane, turn: .settling, now: .now)
        return ParkedDelivery(position: delivery.position, attemptsMade: delivery.attempt - 1, pause: nil)
    }

    /// Puts what has not begun of a lane behind the one that did.
    mutating func clear(_ lane: Lane) -> [ParkedDelivery] {
        scheduler.drain(lane).map { delivery in
            probation.forget(delivery.position)
            return follow(delivery, lane: lane)
        }
    }
}

extension LaneQueue {
    /// Whether an attempt that is to be made again counts as a failure.
    enum Charge: Sendable {
        case failure, none
    }

    /// Puts off a delivery that ran, and all that waits behind it; its worker is free. Tell the server, then call
    /// ``settle(_:gone:)``.
    ///
    /// - Returns: `nil` where the worker has been replaced.
    func setAside(
        _ taken: Taken, by worker: WorkerID, attemptsMade: Int, pause: Duration, charging charge: Charge
    ) -> [ParkedDelivery]? {
        let (deliveries, wakeUp): ([ParkedDelivery]?, WakeUp) = state.withLock { state in
            guard state.isCurrent(worker) else { return (nil, WakeUp()) }
            let position = taken.delivery.position
            state.parked.park(position, lane: taken.lane, turn: .settling, now: .now)
            state.parked.slowDown(taken.lane)
            if charge == .failure, state.firstFailures[position] == nil { state.firstFailures[position] = .now }
            let followers = state.clear(taken.lane)
            _ = state.leave(worker, taken)
            let head = ParkedDelivery(position: position, attemptsMade: attemptsMade, pause: pause)
            return ([head] + followers, state.wakeUp())
        }
        wakeUp.resume()
        return deliveries
    }

    /// A delivery became a dead letter, which holds its aggregate: what waits behind it is put off.
    ///
    /// - Returns: What is to be parked; `nil` where the worker has been replaced.
    func hold(_ aggregate: String, after taken: Taken, by worker: WorkerID) -> [ParkedDelivery]? {
        let (followers, wakeUp): ([ParkedDelivery]?, WakeUp) = state.withLock { state in
            guard state.isCurrent(worker) else { return (nil, WakeUp()) }
            state.parked.hold(aggregate, lane: taken.lane)
            let followers = state.clear(taken.lane)
            state.firstFailures[taken.delivery.position] = nil
            _ = state.leave(worker, taken)
            state.probation.settle(CollectionOfOne(taken.delivery.position))
            return (followers, state.wakeUp())
        }
        wakeUp.resume()
        return followers
    }

    /// A delivery that never began became a dead letter, which holds its aggregate.
    func hold(_ aggregate: String) {
        state.withLock { state in state.parked.hold(aggregate, lane: state.order.lane(ofAggregate: aggregate)) }
    }

    /// The server has said of deliveries that they are parked, or not this consumer's any more.
    func settle(_ deliveries: [ParkedDelivery], gone: Set<StreamPosition>) {
        let now = ContinuousClock.now
        let wakeUp = state.withLock { state in
            for delivery in deliveries {
                if gone.contains(delivery.position) {
                    state.parked.remove(delivery.position, now: now)
                    state.firstFailures[delivery.position] = nil
                    state.probation.forget(delivery.position)
                } else {
                    let turn = delivery.pause.map { ParkedLanes.Turn.from(now + $0) } ?? .inOrder
                    state.parked.setTurn(of: delivery.position, turn, now: now)
                }
            }
            return state.settleProbation(deliveries.lazy.map(\.position))
        }
        wakeUp.resume()
        alarm.ring()
    }

    /// Takes in what was parked before this reader began, or by others since.
    func found(_ parked: [FoundParked]) {
        guard !parked.isEmpty else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            for one in parked {
                let turn = one.pause.map { ParkedLanes.Turn.from(now + $0) } ?? .inOrder
                state.parked.park(one.position, lane: one.lane, turn: turn, now: now)
            }
        }
        alarm.ring()
    }

    /// Parked deliveries are due by the server's clock.
    ///
    /// - Returns: Those that nothing is known of here.
    func serverSaysDue(_ positions: [StreamPosition]) -> [StreamPosition] {
        guard !positions.isEmpty else { return [] }
        let now = ContinuousClock.now
        return state.withLock { state in
            // What is being handled may have been left in the list of what is due.
            let held = state.held
            return positions.filter { position in
                state.parked.hasten(position, now: now)
                return !held.contains(position)
            }
        }
    }

    /// Which aggregates are held by a dead letter, as far as is known here.
    func heldAggregates() -> Set<String> {
        state.withLock { Set($0.parked.held.keys) }
    }

    /// Aggregates whose dead letter is gone: what waits behind it may go on.
    func release(_ aggregates: some Sequence<String>) {
        let now = ContinuousClock.now
        state.withLock { state in for aggregate in aggregates { state.parked.release(aggregate, now: now) } }
        alarm.ring()
    }

    /// What there is to take back now, and when to look again.
    struct Due: Sendable {
        var promotions: [ParkedLanes.Promotion] = []
        /// `nil` where nothing waits for a moment that is known.
        var nextLook: Duration?
    }

    /// Parked deliveries whose turn has come, for as many as fit in.
    func due(atMost limit: Int) -> Due {
        let now = ContinuousClock.now
        return state.withLock { state in
            var due = Due()
            guard !state.parked.isEmpty, !state.isClosed else { return due }
            var room = min(limit, state.capacity + state.batch / 2 + 1 - state.scheduler.outstanding)
            if room <= 0 || state.mustWait {
                due.nextLook = .milliseconds(20)
                return due
            }
            while room > 0 {
                let next = state.parked.promote(now: now, limit: room) { state.scheduler.isBusy($0) }
                guard let next else { break }
                due.promotions.append(next)
                room -= next.positions.count
            }
            due.nextLook = state.parked.nextLook.map { $0 - now }
            return due
        }
    }

    /// Takes in parked deliveries that the server has given back, ahead of what arrives later; those of a promotion that
    /// are not among them are gone.
    func promoted(_ promotion: ParkedLanes.Promotion, _ deliveries: [Delivery]) {
        let now = ContinuousClock.now
        let wakeUp = state.withLock { state in
            state.parked.finish(promotion, now: now)
            for delivery in deliveries {
                state.scheduler.enqueue(delivery, lane: promotion.lane)
                state.takenInSinceRenewal.insert(delivery.position)
            }
            return state.wakeUp()
        }
        wakeUp.resume()
    }

    /// Whether what was left behind is still being read: until it is known, nothing that is parked may go on.
    var isRecovering: Bool { state.withLock { $0.isRecovering } }

    /// Everything that was left behind has been read.
    func recovered() {
        state.withLock { $0.isRecovering = false }
        alarm.ring()
    }

    /// When a delivery failed for the first time, where that was here.
    func firstFailure(of position: StreamPosition) -> Timestamp? {
        state.withLock { $0.firstFailures[position] }
    }
}
