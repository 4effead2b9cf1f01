import RedisClient
import Synchronization

/// The tasks that run handlers: one for each place, each of which can be cancelled, or given up, without its neighbours.
final class WorkerCrew: Sendable {
    private struct Place {
        var generation: Int?
        var task: Task<Void, Never>?
        var isCancelled = false
    }

    private let client: RedisClient
    private let alarm = Alarm()
    private let places: Mutex<[Place]>

    init(client: RedisClient, places count: Int) {
        self.client = client
        places = Mutex(Array(repeating: Place(), count: count))
    }

    /// Starts a worker; one that was in its place before is given up: it may go on, and nobody waits for it.
    func begin(_ worker: WorkerID, _ body: @escaping @Sendable () async -> Void) {
        places.withLock { $0[worker.slot] = Place(generation: worker.generation) }
        let task = client.startTask {
            await body()
            self.end(worker)
        }
        let isCancelled = places.withLock { places in
            guard places[worker.slot].generation == worker.generation else { return false }
            places[worker.slot].task = task
            return places[worker.slot].isCancelled
        }
        if isCancelled { task.cancel() }
    }

    /// Cancels what workers run.
    func cancel(_ workers: [WorkerID]) {
        for worker in workers {
            let task = places.withLock { places -> Task<Void, Never>? in
                guard places[worker.slot].generation == worker.generation else { return nil }
                places[worker.slot].isCancelled = true
                return places[worker.slot].task
            }
            task?.cancel()
        }
    }

    /// Cancels everybody, whatever they do.
    func cancelAll() {
        let workers = places.withLock { places in
            places.indices.compactMap { slot in
                places[slot].generation.map { WorkerID(slot: slot, generation: $0) }
            }
        }
        cancel(workers)
    }

    /// Waits until no worker is left.
    ///
    /// - Returns: Whether that is so; `false` when the time has passed or the task is cancelled.
    func ended(within limit: Duration) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while !isEmpty {
            let rest = deadline - .now
            guard rest > .zero, !Task.isCancelled else { return false }
            await alarm.wait(atMost: rest)
        }
        return true
    }

    private var isEmpty: Bool { places.withLock { $0.allSatisfy { $0.generation == nil } } }

    private func end(_ worker: WorkerID) {
        places.withLock { places in
            if places[worker.slot].generation == worker.generation { places[worker.slot] = Place() }
        }
        if isEmpty { alarm.ring() }
    }
}
