import EventBus
import Synchronization

/// Where the reading loop and the workers of one consumer meet: deliveries go in by the batch and come out lane by lane.
///
/// It holds a bounded number of deliveries; a reader that finds it full waits. Finished positions collect here until a
/// batch of them is worth one acknowledgement.
final class LaneQueue: Sendable {
    typealias Lane = LaneScheduler<Delivery>.Lane
    typealias Worker = UnsafeContinuation<Taken?, Never>

    /// A delivery to be handled now, and the lane that is busy with it until it is completed.
    struct Taken: Sendable {
        let lane: Lane
        let delivery: Delivery
    }

    fileprivate struct State {
        var scheduler = LaneScheduler<Delivery>()
        var idleWorkers: [Worker] = []
        var waitingReader: UnsafeContinuation<Void, Never>?
        /// Handled, and not yet acknowledged by the server.
        var finished: [StreamPosition] = []
        /// By the first of each batch.
        var beingAcknowledged: [StreamPosition: [StreamPosition]] = [:]
        var isClosed = false
    }

    private let order: DeliveryOrder
    private let capacity: Int
    private let batch: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - capacity: How many deliveries may be in here, running ones included.
    ///   - batch: How many finished deliveries are acknowledged with one command while there is more to do.
    init(order: DeliveryOrder, capacity: Int, batch: Int) {
        self.order = order
        self.capacity = capacity
        self.batch = batch
    }

    /// Waits until a batch fits in, or the queue is closed.
    func room() async {
        await withUnsafeContinuation { reader in
            let mustWait = state.withLock { state in
                guard !state.isClosed, state.scheduler.outstanding > capacity - batch else { return false }
                state.waitingReader = reader
                return true
            }
            if !mustWait { reader.resume() }
        }
    }

    /// Takes in a batch and wakes as many workers as it can keep busy.
    func enqueue(_ deliveries: [Delivery]) {
        let woken: [(Worker, Taken)] = state.withLock { state in
            for delivery in deliveries {
                let lane = order == .aggregate ? delivery.record.lane : delivery.position.lane
                state.scheduler.enqueue(delivery, lane: lane)
            }
            var woken: [(Worker, Taken)] = []
            while !state.idleWorkers.isEmpty, let next = state.scheduler.take() {
                woken.append((state.idleWorkers.removeLast(), Taken(lane: next.lane, delivery: next.item)))
            }
            return woken
        }
        for (worker, taken) in woken { worker.resume(returning: taken) }
    }

    /// The next delivery to handle; `nil` when the queue is closed.
    func next() async -> Taken? {
        let ready = state.withLock { $0.takeNow() }
        if let ready { return ready }
        return await withUnsafeContinuation { worker in
            let (answer, isAnswered): (Taken?, Bool) = state.withLock { state in
                if state.isClosed { return (nil, true) }
                if let taken = state.takeNow() { return (taken, true) }
                state.idleWorkers.append(worker)
                return (nil, false)
            }
            if isAnswered { worker.resume(returning: answer) }
        }
    }

    /// What there is to do after a delivery: positions to acknowledge, or else the next delivery if one is ready.
    struct Completion: Sendable {
        var acknowledge: [StreamPosition] = []
        var next: Taken?
    }

    /// A delivery is done with.
    ///
    /// It is time to acknowledge when a batch has come together, or when nothing else is ready to run.
    ///
    /// - Parameter position: What is to be acknowledged; `nil` where the delivery stays pending or is gone.
    func complete(_ lane: Lane, acknowledging position: StreamPosition?) -> Completion {
        let (completion, reader): (Completion, UnsafeContinuation<Void, Never>?) = state.withLock { state in
            state.scheduler.complete(lane: lane)
            if let position { state.finished.append(position) }
            var completion = Completion()
            if state.finished.count >= batch || state.scheduler.readyCount == 0 {
                completion.acknowledge = state.takeFinished()
            }
            if completion.acknowledge.isEmpty { completion.next = state.takeNow() }
            return (completion, state.takeReader(ifOutstandingAtMost: capacity - batch))
        }
        reader?.resume()
        return completion
    }

    /// The server has taken these acknowledgements.
    func acknowledged(_ positions: [StreamPosition]) {
        guard let first = positions.first else { return }
        state.withLock { _ = $0.beingAcknowledged.removeValue(forKey: first) }
    }

    /// The server has not taken these acknowledgements; they are to be made yet.
    func notAcknowledged(_ positions: [StreamPosition]) {
        guard let first = positions.first else { return }
        state.withLock { state in
            state.beingAcknowledged.removeValue(forKey: first)
            state.finished += positions
        }
    }

    /// Makes a delivery that failed ready to run again; its lane has been busy since.
    func retry(_ taken: Taken) {
        let worker: Worker? = state.withLock { state in
            if let worker = state.idleWorkers.popLast() { return worker }
            if !state.isClosed { state.scheduler.retry(taken.delivery, lane: taken.lane) }
            return nil
        }
        worker?.resume(returning: taken)
    }

    /// What is finished and not yet being acknowledged.
    func takeFinished() -> [StreamPosition] {
        state.withLock { $0.takeFinished() }
    }

    /// Every delivery that this process has and the server still counts as pending.
    func held() -> Set<StreamPosition> {
        state.withLock { state in
            var held = Set(state.scheduler.items.map(\.position))
            held.formUnion(state.finished)
            held.formUnion(state.beingAcknowledged.values.joined())
            return held
        }
    }

    /// Lets nothing further begin, and wakes everybody who waits.
    func close() {
        let (workers, reader) = state.withLock { state in
            state.isClosed = true
            let workers = state.idleWorkers
            let reader = state.waitingReader
            state.idleWorkers = []
            state.waitingReader = nil
            return (workers, reader)
        }
        for worker in workers { worker.resume(returning: nil) }
        reader?.resume()
    }
}

extension LaneQueue.State {
    fileprivate mutating func takeNow() -> LaneQueue.Taken? {
        guard !isClosed, let next = scheduler.take() else { return nil }
        return LaneQueue.Taken(lane: next.lane, delivery: next.item)
    }

    fileprivate mutating func takeFinished() -> [StreamPosition] {
        guard let first = finished.first else { return [] }
        let taken = finished
        finished = []
        finished.reserveCapacity(taken.count)
        beingAcknowledged[first] = taken
        return taken
    }

    fileprivate mutating func takeReader(ifOutstandingAtMost limit: Int) -> UnsafeContinuation<Void, Never>? {
        guard scheduler.outstanding <= limit else { return nil }
        let reader = waitingReader
        waitingReader = nil
        return reader
    }
}

extension StreamPosition {
    /// A lane of its own for each delivery.
    fileprivate var lane: UInt64 { milliseconds << 20 ^ sequence }
}

extension EventRecord {
    /// A hash of the aggregate id: FNV-1a over 8 bytes at a time.
    fileprivate var lane: UInt64 {
        guard !spans.subject.isAbsent else { return 0 }
        return withBytes(spans.subject) { bytes in
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            var at = 0
            while at + 8 <= bytes.count {
                hash = (hash ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x100_0000_01b3
                hash ^= hash >> 32
                at += 8
            }
            while at < bytes.count {
                hash = (hash ^ UInt64(bytes[at])) &* 0x100_0000_01b3
                at += 1
            }
            return hash
        }
    }
}
