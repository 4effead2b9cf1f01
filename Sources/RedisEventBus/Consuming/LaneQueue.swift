import EventBus
import Synchronization

/// Where the reading loop and the workers of one consumer meet: deliveries go in by the batch and come out lane by lane.
///
/// It holds a bounded number of deliveries; a reader that finds it full waits. Finished positions collect here until a
/// batch of them is worth one acknowledgement.
final class LaneQueue: Sendable {
    typealias Waiter = UnsafeContinuation<Taken?, Never>

    /// A delivery to be handled now, and the lane that is busy with it until it is completed.
    struct Taken: Sendable {
        let lane: Lane
        let delivery: Delivery
        /// Whether it runs alone, and is to be charged before.
        let isOnProbation: Bool
    }

    /// Whom to resume, once the lock is given back.
    struct WakeUp: Sendable {
        fileprivate(set) var workers: [(Waiter, Taken)] = []
        fileprivate(set) var reader: UnsafeContinuation<Void, Never>?

        init(workers: [(Waiter, Taken)] = [], reader: UnsafeContinuation<Void, Never>? = nil) {
            self.workers = workers
            self.reader = reader
        }

        func resume() {
            reader?.resume()
            for (worker, taken) in workers { worker.resume(returning: taken) }
        }
    }

    /// Rung when parked deliveries should be looked at.
    let alarm: Alarm
    let settlements: HandlerSettlements
    let state: Mutex<LaneQueueState>

    /// - Parameters:
    ///   - limits: How much is taken in.
    ///   - alarm: Rung when parked deliveries should be looked at.
    init(order: DeliveryOrder, limits: ConsumerLimits, alarm: Alarm) {
        self.alarm = alarm
        let state = LaneQueueState(order: order, limits: limits)
        settlements = state.settlements
        self.state = Mutex(state)
    }

    /// Waits until a batch fits in, the queue is closed, or the task is cancelled: nobody makes room where every worker has
    /// failed.
    func room() async {
        if state.withLock({ $0.isClosed || $0.hasRoom }) { return }
        await withTaskCancellationHandler {
            await withUnsafeContinuation { reader in
                let mustWait = state.withLock { state in
                    guard !state.isClosed, !state.hasRoom, !Task.isCancelled else { return false }
                    state.waitingReader = reader
                    return true
                }
                if !mustWait { reader.resume() }
            }
        } onCancel: {
            let reader = state.withLock { state in
                defer { state.waitingReader = nil }
                return state.waitingReader
            }
            reader?.resume()
        }
    }

    /// Takes in a batch and wakes as many workers as it can keep busy.
    ///
    /// - Parameters:
    ///   - wereLeftBehind: Whether a consumer that is gone had them in hand.
    ///   - last: The position of the last entry read with them, which may be none to handle.
    /// - Returns: What has to wait behind a parked delivery: it is to be parked too, see ``settle(_:gone:)``.
    func enqueue(
        _ deliveries: [Delivery], wereLeftBehind: Bool = false, upTo last: StreamPosition? = nil
    ) -> [ParkedDelivery] {
        var followers: [ParkedDelivery] = []
        let wakeUp = state.withLock { state in
            if let last { state.takenIn = max(state.takenIn, last) }
            for delivery in deliveries {
                let lane = state.order.lane(of: delivery.record, at: delivery.position)
                if !state.parked.isEmpty, state.parked.isClosed(lane) {
                    followers.append(state.follow(delivery, lane: lane))
                } else {
                    state.scheduler.enqueue(delivery, lane: lane)
                    if wereLeftBehind { state.probation.suspect(CollectionOfOne(delivery.position)) }
                }
            }
            return state.wakeUp()
        }
        wakeUp.resume()
        return followers
    }

    /// The next delivery to handle; `nil` when the queue is closed.
    func next(for worker: WorkerID) async -> Taken? {
        let ready = state.withLock { $0.takeNow(worker) }
        if let ready { return ready }
        return await withUnsafeContinuation { waiter in
            let (answer, isAnswered): (Taken?, Bool) = state.withLock { state in
                if state.isClosed { return (nil, true) }
                if let taken = state.takeNow(worker) { return (taken, true) }
                state.idleWorkers.append((worker, waiter))
                return (nil, false)
            }
            if isAnswered { waiter.resume(returning: answer) }
        }
    }

    /// What there is to do after a delivery: positions to acknowledge, or else the next delivery if one is ready.
    struct Completion: Sendable {
        var acknowledge: [StreamPosition] = []
        var next: Taken?
        /// Whether the worker is to be replaced: its task was cancelled.
        var isRetired = false
        /// Whether it has been replaced already, and what it says is of no account.
        var isForgotten = false
    }

    /// What becomes of the position of a delivery that is done with.
    enum Ending: Sendable {
        case acknowledge
        /// It is a dead letter.
        case removed
        /// It is not this consumer's any more.
        case gone
    }

    /// A delivery is done with.
    ///
    /// It is time to acknowledge when a batch has come together, or when nothing else is ready to run.
    func complete(_ taken: Taken, by worker: WorkerID, _ ending: Ending = .acknowledge) -> Completion {
        let (completion, wakeUp, mustLook): (Completion, WakeUp, Bool) = state.withLock { state in
            guard state.isCurrent(worker) else { return (Completion(isForgotten: true), WakeUp(), false) }
            let cancellation = state.slots[worker.slot].cancellation?.why
            let isAcknowledged = ending == .acknowledge && cancellation != .lost
            // What could not even begin, or was taken away, has shown nothing.
            if !isAcknowledged, ending != .removed { state.probation.forget(taken.delivery.position) }
            let isUrgent = state.leave(worker, taken)
            if isAcknowledged { state.finished.append(taken.delivery.position) }
            if ending == .removed { state.probation.settle(CollectionOfOne(taken.delivery.position)) }
            if !state.firstFailures.isEmpty { state.firstFailures[taken.delivery.position] = nil }
            let mustLook = !state.parked.isEmpty && state.parked.isClosed(taken.lane)
            if mustLook, !state.scheduler.isBusy(taken.lane) { state.parked.laneIsIdle(taken.lane, now: .now) }
            var completion = Completion(isRetired: cancellation != nil)
            if cancellation == nil {
                if isUrgent || state.finished.count >= state.batch || state.scheduler.readyCount == 0 {
                    completion.acknowledge = state.takeFinished()
                }
                if completion.acknowledge.isEmpty { completion.next = state.takeNow(worker) }
            }
            // Others wait only where deliveries left behind were run one at a time.
            return (completion, isUrgent ? state.wakeUp() : WakeUp(reader: state.takeReader()), mustLook)
        }
        wakeUp.resume()
        if mustLook { alarm.ring() }
        return completion
    }

    /// The server has taken these acknowledgements.
    func acknowledged(_ positions: [StreamPosition]) {
        guard let first = positions.first else { return }
        let wakeUp = state.withLock { state in
            state.beingAcknowledged.removeValue(forKey: first)
            return state.settleProbation(positions)
        }
        wakeUp.resume()
    }

    /// The server has not taken these acknowledgements; they are to be made yet.
    func notAcknowledged(_ positions: [StreamPosition]) {
        guard let first = positions.first else { return }
        state.withLock { state in
            state.beingAcknowledged.removeValue(forKey: first)
            state.finished += positions
        }
    }

    /// What is finished and not yet being acknowledged.
    func takeFinished() -> [StreamPosition] {
        state.withLock { $0.takeFinished() }
    }

    /// Every delivery that this process has and the server still counts as pending, parked ones included.
    func held() -> Set<StreamPosition> {
        state.withLock { $0.held }
    }

    /// How far everything is done with; `nil` where nothing is known.
    func progress() -> StreamPosition? {
        state.withLock { state in
            guard !state.isRecovering, state.takenIn > .beginning else { return nil }
            let first = [
                state.scheduler.items.lazy.map(\.position).min(), state.finished.min(),
                state.beingAcknowledged.values.lazy.joined().min(), state.parked.positions.min(),
            ].lazy.compactMap(\.self).min()
            return first.map { min($0.previous, state.takenIn) } ?? state.takenIn
        }
    }

    /// A delivery that was charged and has not ended, so that nothing came of it; the attempts it had been charged before.
    func chargedInVain() -> (position: StreamPosition, attempts: Int)? {
        state.withLock { state in
            guard let charged = state.probation.charged else { return nil }
            return state.scheduler.items.first { $0.position == charged }.map { ($0.position, $0.attempt) }
        }
    }

    /// What is to be handed back at the end: deliveries that nobody has begun, or that were given up.
    func unfinished() -> [StreamPosition] {
        state.withLock { state in state.scheduler.items.map(\.position) + state.parked.settling }
    }

    /// How a queue is closed.
    enum Closing: Sendable {
        /// What runs may finish and is acknowledged.
        case finishing
        /// The partition is somebody else's: nothing more is acknowledged.
        case lost
    }

    /// Lets nothing further begin, and wakes everybody who waits.
    func close(_ closing: Closing = .finishing) {
        let (workers, reader) = state.withLock { state in
            state.isClosed = true
            if closing == .lost { state.isLost = true }
            let workers = state.idleWorkers
            let reader = state.waitingReader
            state.idleWorkers = []
            state.waitingReader = nil
            return (workers, reader)
        }
        for worker in workers { worker.continuation.resume(returning: nil) }
        reader?.resume()
        alarm.ring()
    }
}
