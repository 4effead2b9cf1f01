public import EventBus
import Logging

/// A work queue whose messages are events of one type.
///
/// ```swift
/// let queue = bus.workQueue(of: ModelReadyToDeploy.self, list: "hokusai:model_ready_queue")
/// for try await job in queue.jobs(worker: "deployer-1") {
///     do {
///         try await deploy(job.event)
///         try await job.complete()
///     } catch {
///         try await job.retry(after: .seconds(5), reason: "\(error)")
///     }
/// }
/// ```
public struct WorkQueue<E: Event>: Sendable {
    /// The queue, whatever its messages are.
    public let raw: RawWorkQueue
    /// Other events of the catalogue that are routed to the list.
    let neighbours: [EventDeclaration]

    /// The jobs of this queue as they come, for one worker; asks for the next only when it is wanted.
    ///
    /// Reads the queue's envelope, CloudEvents and bare payloads. What can't be read as the event is moved to the dead list
    /// with its bytes and the reason, and the next is taken. Ends when the task is cancelled; what had been taken and not
    /// handed out is put back where it was.
    /// - Parameter worker: The worker's name, as it stands in the claims for people to read.
    public func jobs(worker: String) -> Jobs { Jobs(queue: self, worker: worker) }

    /// The jobs of a queue as they come.
    public struct Jobs: AsyncSequence, Sendable {
        let queue: WorkQueue
        let worker: String

        /// Begins to take jobs.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(queue: queue, jobs: queue.raw.jobs(worker: worker).makeAsyncIterator())
        }
    }

    /// Takes one job after another; used by one task.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let queue: WorkQueue
        var jobs: RawJobs.AsyncIterator

        /// The next job; `nil` when the task is cancelled.
        ///
        /// - Throws: ``WorkQueueError`` where the list carries an event of another type that the catalogue routes there;
        ///   the message is put back. `RedisError` that only a person can mend.
        public mutating func next() async throws -> Job<E>? {
            while let job = try await jobs.next() {
                if job.message.isEvent(of: E.declaration) {
                    do throws(InvalidPayload) {
                        return Job(event: try job.decode(E.self), raw: job)
                    } catch {
                        try await bury(job, "the message is no \(E.declaration.type): \(error)")
                    }
                } else if let other = queue.neighbours.first(where: { job.message.isEvent(of: $0) }) {
                    await job.handBack()
                    throw WorkQueueError(
                        "the list \(queue.raw.declaration.list) carries \(other.type) too, and this worker takes "
                            + "\(E.declaration.type) only: take raw jobs, and look at `message.type`")
                } else {
                    let found = job.message.type.map { "its type is “\($0)”" } ?? "it is no JSON object"
                    try await bury(job, "the message is no \(E.declaration.type): \(found)")
                }
            }
            return nil
        }

        private func bury(_ job: RawJob, _ reason: String) async throws {
            queue.raw.logger.error(
                "a message that no worker can read went to the dead list",
                metadata: Logger.Metadata(
                    EventMetadata(id: job.message.id, type: job.message.type, correlationID: nil),
                    [
                        "list": "\(queue.raw.declaration.list)",
                        "error": "\(E.declaration.logText(reason, about: job.message.payload))",
                    ]))
            try await job.fail(reason)
        }
    }
}
