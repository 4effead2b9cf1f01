import EventBus

/// What a ``LaneQueue`` decides from: a pure value, changed under its lock.
struct LaneQueueState {
    /// What one worker does.
    struct Slot {
        /// Grows when the worker is replaced: what a former one says is not heard.
        var generation = 0
        var lane: Lane = 0
        var isBusy = false
        /// Whether the handler has yet to begin, since its delivery is being charged first.
        var isBeingCharged = false
        /// Whether the handler is through and only its outcome is being dealt with: too late to cancel.
        var hasEnded = false
        /// The tick in which the handler began.
        var began = 0
        /// Why the handler was cancelled, and in which tick.
        var cancellation: (why: HandlerCancellation, tick: Int)?

        mutating func begin(_ lane: Lane, _ tick: Int, isBeingCharged: Bool) {
            self.lane = lane
            self.isBeingCharged = isBeingCharged
            isBusy = true
            hasEnded = false
            began = tick
        }

        mutating func end() {
            isBusy = false
            cancellation = nil
        }
    }

    var scheduler = LaneScheduler<Delivery>()
    var parked = ParkedLanes()
    var probation = Probation()
    var slots: [Slot]
    var idleWorkers: [(worker: WorkerID, continuation: LaneQueue.Waiter)] = []
    var waitingReader: UnsafeContinuation<Void, Never>?
    /// Handled, and not yet acknowledged by the server.
    var finished: [StreamPosition] = []
    /// By the first of each batch.
    var beingAcknowledged: [StreamPosition: [StreamPosition]] = [:]
    /// When a delivery that waits to be tried again failed for the first time.
    var firstFailures: [StreamPosition: Timestamp] = [:]
    /// Everything up to here was taken in, or was never to be handled.
    var takenIn = StreamPosition.beginning
    /// Taken in since the last renewal began, which does not know of them.
    var takenInSinceRenewal: Set<StreamPosition> = []
    /// Counts the turns of the clock; stands for the time, so that beginning a handler need not ask for it.
    var tick = 0
    var isClosed = false
    /// Whether what was left behind is still being read.
    var isRecovering = true
    var isLost = false
    let settlements = HandlerSettlements()
    /// What the group keeps in order.
    let order: DeliveryOrder
    /// How many finished deliveries are acknowledged with one command while there is more to do.
    let batch: Int
    /// How many deliveries may be here before a reader has to wait.
    let capacity: Int
    private let parkedLimit: Int

    init(order: DeliveryOrder, limits: ConsumerLimits) {
        self.order = order
        batch = limits.batch
        capacity = 2 * limits.batch
        parkedLimit = limits.parked
        slots = Array(repeating: Slot(), count: limits.concurrency)
    }

    /// Whether a worker is still the one of its slot.
    func isCurrent(_ worker: WorkerID) -> Bool { slots[worker.slot].generation == worker.generation }

    /// The next delivery for a worker, if one may begin.
    mutating func takeNow(_ worker: WorkerID) -> LaneQueue.Taken? {
        guard !isClosed else { return nil }
        let next: (lane: Lane, item: Delivery)?
        if probation.isActive {
            next = scheduler.take { probation.rank($0.position) }
        } else {
            next = scheduler.take()
        }
        guard let next else { return nil }
        let isOnProbation = !probation.suspects.isEmpty && probation.begin(next.item.position)
        slots[worker.slot].begin(next.lane, tick, isBeingCharged: isOnProbation)
        return LaneQueue.Taken(lane: next.lane, delivery: next.item, isOnProbation: isOnProbation)
    }

    /// Gives idle workers what may begin.
    private mutating func dispatch() -> [(LaneQueue.Waiter, LaneQueue.Taken)] {
        var woken: [(LaneQueue.Waiter, LaneQueue.Taken)] = []
        while let idle = idleWorkers.last, let taken = takeNow(idle.worker) {
            idleWorkers.removeLast()
            woken.append((idle.continuation, taken))
        }
        return woken
    }

    /// A delivery is done with, one way or another; its worker is free.
    ///
    /// - Returns: Whether its acknowledgement should not wait.
    mutating func leave(_ worker: WorkerID, _ taken: LaneQueue.Taken) -> Bool {
        slots[worker.slot].end()
        settlements.end(taken.delivery.position)
        scheduler.complete(lane: taken.lane)
        return probation.suspects.isEmpty ? false : probation.complete(taken.delivery.position)
    }

    /// The server has taken the outcome of deliveries.
    ///
    /// - Returns: Who waited for one of them to be survived.
    mutating func settleProbation(_ positions: some Sequence<StreamPosition>) -> LaneQueue.WakeUp {
        guard probation.isActive else { return LaneQueue.WakeUp() }
        probation.settle(positions)
        return wakeUp()
    }

    mutating func takeFinished() -> [StreamPosition] {
        guard let first = finished.first, !isLost else { return [] }
        let taken = finished
        finished = []
        finished.reserveCapacity(taken.count)
        beingAcknowledged[first] = taken
        return taken
    }

    /// Every delivery that this process has and the server still counts as pending, parked ones included.
    var held: Set<StreamPosition> {
        var held = Set(scheduler.items.map(\.position))
        held.formUnion(finished)
        held.formUnion(beingAcknowledged.values.joined())
        held.formUnion(parked.positions)
        return held
    }

    /// Whether a batch fits in.
    var hasRoom: Bool {
        scheduler.outstanding <= capacity - batch && !mustWait && (isRecovering || parked.count < parkedLimit)
    }

    /// Whether new events have to wait until one of those left behind has been survived. Where anybody may read, others
    /// run them meanwhile.
    var mustWait: Bool { order == .aggregate && probation.isActive }

    /// The reader, if it waits and need not any more.
    mutating func takeReader() -> UnsafeContinuation<Void, Never>? {
        guard waitingReader != nil, hasRoom else { return nil }
        defer { waitingReader = nil }
        return waitingReader
    }

    /// Everybody who waits and need not any more.
    mutating func wakeUp() -> LaneQueue.WakeUp { LaneQueue.WakeUp(workers: dispatch(), reader: takeReader()) }
}
