internal import NIOCore
internal import Synchronization

/// Runs tasks on an event loop: jobs that arrive in one turn of the loop run together in the next.
final class BusExecutor: TaskExecutor {
    private struct Queue: Sendable {
        var jobs: [UnownedJob] = []
        var isScheduled = false
    }

    let eventLoop: any EventLoop
    private let queue = Mutex(Queue())

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustSchedule = queue.withLock { queue in
            queue.jobs.append(job)
            defer { queue.isScheduled = true }
            return !queue.isScheduled
        }
        if mustSchedule { eventLoop.execute { self.run() } }
    }

    /// Promises, on the event loop, to ``run()`` soon: jobs that come in between need not ask for it.
    func holdJobs() {
        queue.withLock { $0.isScheduled = true }
    }

    /// Runs, on the event loop, the jobs that are there and, a few times over, those that they bring about.
    func run() {
        let executor = asUnownedTaskExecutor()
        var jobs: [UnownedJob] = []
        for _ in 0..<Self.roundsPerTurn {
            jobs.removeAll(keepingCapacity: true)
            queue.withLock { queue in
                swap(&jobs, &queue.jobs)
                if jobs.isEmpty { queue.isScheduled = false }
            }
            if jobs.isEmpty { return }
            for job in jobs { job.runSynchronously(on: executor) }
        }
        // The sockets have a right to the loop too.
        eventLoop.execute { self.run() }
    }

    private static let roundsPerTurn = 8
}
