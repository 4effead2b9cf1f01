import EventBus
import Synchronization

extension LaneQueue {
    /// What a worker learns when its handler has thrown.
    enum Standing: Sendable {
        /// It has been replaced: what it has to say is of no account.
        case forgotten
        /// It goes on.
        case current
        /// It is to be replaced, since its task was cancelled.
        case cancelled(HandlerCancellation)
    }

    /// A delivery on probation has been charged: its handler begins, and its time counts from now.
    ///
    /// - Returns: Whether it is to begin: not where the worker has been replaced or cancelled meanwhile.
    func charged(_ worker: WorkerID) -> Bool {
        state.withLock { state in
            guard state.isCurrent(worker), state.slots[worker.slot].cancellation == nil else { return false }
            state.slots[worker.slot].isBeingCharged = false
            state.slots[worker.slot].began = state.tick
            return true
        }
    }

    /// An attempt has ended, before its handler began or by what it threw: from now on it can't be cancelled.
    func attemptEnded(_ worker: WorkerID) -> Standing {
        state.withLock { state in
            guard state.isCurrent(worker) else { return .forgotten }
            state.slots[worker.slot].hasEnded = true
            return state.slots[worker.slot].cancellation.map { .cancelled($0.why) } ?? .current
        }
    }

    /// Makes room for another worker in a worker's place.
    ///
    /// - Returns: The new one; `nil` where somebody else has done so.
    func replace(_ worker: WorkerID) -> WorkerID? {
        state.withLock { $0.replace(worker) }
    }

    /// A worker to be given up with its delivery, and the one that deals with it instead.
    struct Abandoned: Sendable {
        let worker: WorkerID
        let taken: Taken
        let cancellation: HandlerCancellation
        let successor: WorkerID
    }

    /// What has come due by the passing of time.
    struct Overdue: Sendable {
        var toCancel: [WorkerID] = []
        var abandoned: [Abandoned] = []
    }

    /// The clock has turned.
    ///
    /// - Parameters:
    ///   - timeOut: How long a handler may take, and in how many turns that is over for certain.
    ///   - grace: How many turns a cancelled handler has to end.
    ///   - probation: After how many turns a delivery that runs alone has survived.
    func turn(timeOut: (error: HandlerTimeOut, turns: Int)?, grace: Int, probation: Int) -> Overdue {
        let (overdue, wakeUp): (Overdue, WakeUp) = state.withLock { state in
            state.tick += 1
            var overdue = Overdue()
            for slot in state.slots.indices where state.slots[slot].isBusy && !state.slots[slot].hasEnded {
                let worker = WorkerID(slot: slot, generation: state.slots[slot].generation)
                if let cancellation = state.slots[slot].cancellation {
                    if state.tick - cancellation.tick > grace, let gone = state.abandon(worker, cancellation.why) {
                        overdue.abandoned.append(gone)
                    }
                } else if let timeOut, !state.slots[slot].isBeingCharged,
                    state.tick - state.slots[slot].began > timeOut.turns
                {
                    state.slots[slot].cancellation = (.timedOut(timeOut.error), state.tick)
                    overdue.toCancel.append(worker)
                }
                if state.probation.isActive, state.tick - state.slots[slot].began > probation { state.probation.end() }
            }
            return (overdue, state.probation.isActive ? WakeUp() : state.wakeUp())
        }
        wakeUp.resume()
        return overdue
    }

    /// Puts off what waits behind handlers that take long, where there is no room to read what others wait for.
    ///
    /// - Parameter patience: After how many turns of the clock a handler takes long.
    /// - Returns: What is to be parked.
    func makeRoom(patience: Int) -> [ParkedDelivery] {
        let (followers, wakeUp): ([ParkedDelivery], WakeUp) = state.withLock { state in
            guard state.waitingReader != nil, !state.isClosed else { return ([], WakeUp()) }
            let slow = state.slots.filter { $0.isBusy && state.tick - $0.began > patience }
            let followers = slow.flatMap { state.clear($0.lane) }
            return (followers, state.wakeUp())
        }
        wakeUp.resume()
        return followers
    }

    /// Deliveries whose claims are to be renewed: all that are here and not finished.
    func claims() -> [StreamPosition] {
        state.withLock { state in
            state.takenInSinceRenewal.removeAll(keepingCapacity: true)
            return state.scheduler.items.map(\.position)
        }
    }

    /// Deliveries are not this consumer's any more: those that have not begun are dropped.
    ///
    /// - Returns: The workers whose handlers run one of them: they are to be cancelled.
    func lose(_ positions: [StreamPosition]) -> [WorkerID] {
        let (workers, wakeUp): ([WorkerID], WakeUp) = state.withLock { state in
            let lost = Set(positions).subtracting(state.takenInSinceRenewal).subtracting(state.settlements.all)
            let lanes = state.scheduler.drop { lost.contains($0.position) }
            // What is parked behind them waited for them to be done with.
            for lane in lanes where state.parked.isClosed(lane) { state.parked.laneIsIdle(lane, now: .now) }
            for position in lost where !state.isRunning(position) { state.probation.forget(position) }
            return (state.cancel(.lost) { lost.contains($0.position) }, state.wakeUp())
        }
        wakeUp.resume()
        alarm.ring()
        return workers
    }

    /// Every handler is to be cancelled.
    ///
    /// - Returns: The workers that run one.
    func cancelAll(_ why: HandlerCancellation) -> [WorkerID] {
        state.withLock { $0.cancel(why) { _ in true } }
    }
}

extension LaneQueueState {
    fileprivate func isRunning(_ position: StreamPosition) -> Bool {
        slots.contains { $0.isBusy && scheduler.current($0.lane)?.position == position }
    }

    fileprivate mutating func cancel(_ why: HandlerCancellation, where isMeant: (Delivery) -> Bool) -> [WorkerID] {
        var workers: [WorkerID] = []
        for slot in slots.indices where slots[slot].isBusy && !slots[slot].hasEnded && slots[slot].cancellation == nil {
            guard let delivery = scheduler.current(slots[slot].lane), isMeant(delivery) else { continue }
            slots[slot].cancellation = (why, tick)
            workers.append(WorkerID(slot: slot, generation: slots[slot].generation))
        }
        return workers
    }

    fileprivate mutating func replace(_ worker: WorkerID) -> WorkerID? {
        guard isCurrent(worker) else { return nil }
        slots[worker.slot].generation += 1
        slots[worker.slot].cancellation = nil
        return WorkerID(slot: worker.slot, generation: slots[worker.slot].generation)
    }

    fileprivate mutating func abandon(_ worker: WorkerID, _ why: HandlerCancellation) -> LaneQueue.Abandoned? {
        let lane = slots[worker.slot].lane
        guard let delivery = scheduler.current(lane), let successor = replace(worker) else { return nil }
        slots[worker.slot].hasEnded = true
        return LaneQueue.Abandoned(
            worker: worker, taken: LaneQueue.Taken(lane: lane, delivery: delivery, isOnProbation: false),
            cancellation: why, successor: successor)
    }
}
