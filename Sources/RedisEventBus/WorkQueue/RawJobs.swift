import EventBus
import RedisClient

/// The jobs of a queue as they come.
public struct RawJobs: AsyncSequence, Sendable {
    let queue: RawWorkQueue
    let worker: String

    /// Begins to take jobs.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(queue: queue, worker: worker) }

    /// Takes one job after another; used by one task.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let queue: RawWorkQueue
        private let worker: String
        private var arrival: ArrivalWait

        init(queue: RawWorkQueue, worker: String) {
            self.queue = queue
            self.worker = worker
            arrival = ArrivalWait(client: queue.commands.client, list: queue.declaration.list)
        }

        /// The next job; `nil` when the task is cancelled.
        ///
        /// - Throws: `RedisError` that only a person can mend: a key of another type, missing rights.
        public mutating func next() async throws -> RawJob? {
            var failures = 0
            while !Task.isCancelled {
                do throws(RedisError) {
                    switch try await take() {
                    case .item(let claim):
                        let job = queue.job(claim)
                        guard Task.isCancelled else { return job }
                        await job.handBack()
                    case .nothing(let nextDue): try await arrival.wait(atMost: nextDue)
                    }
                    failures = 0
                } catch {
                    guard !Task.isCancelled else { break }
                    failures += 1
                    do { try await ReadRecovery.pause(after: error, failures: failures) } catch is CancellationError {
                        break
                    }
                }
            }
            await arrival.close()
            return nil
        }

        /// Takes an item in a task of its own: a cancelled one would drop the answer, and with it what was taken.
        private func take() async throws(RedisError) -> WorkQueueCommands.Taken {
            let commands = queue.commands
            let worker = worker
            let taking = Task { () -> Result<WorkQueueCommands.Taken, RedisError> in
                do throws(RedisError) {
                    return .success(try await commands.take(token: WorkQueueClaim.newToken(), worker: worker))
                } catch {
                    return .failure(error)
                }
            }
            let result = await withTaskCancellationHandler {
                await taking.value
            } onCancel: {
                // An answer that is on its way comes within that time; a server that is away is not waited for.
                Task {
                    try? await Task.sleep(for: .seconds(1))
                    taking.cancel()
                }
            }
            return try result.get()
        }
    }
}
