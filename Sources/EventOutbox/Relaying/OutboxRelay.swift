import EventBus
import Logging
public import ServiceLifecycle

/// The service that appends what an outbox keeps: each partition in the order in which its events were accepted, each event
/// once, over restarts of this process and of the transport.
///
/// It begins at once when something is stored in this process, and looks twice a second for what others have stored. Of
/// several relays of one file one works; the others take over when it ends, however it ends.
public struct OutboxRelay: Service {
    let outbox: EventOutbox
    let transport: any EncodedEventAppender
    let backoff: RetryBackoff
    var loops = LoopHeartbeats()
    /// How long another process's events may wait to be noticed.
    var idlePause = Duration.milliseconds(500)

    /// Relays until the service group shuts down or the task is cancelled.
    ///
    /// Cancellation ends the waiting; an append whose answer is not awaited any more is not repeated by the next relay.
    public func run() async throws {
        try await cancelWhenGracefulShutdown {
            // A transport may take some seconds to say that it can't be reached.
            try await loops.run("outbox relay", bound: .seconds(30)) { await relayUntilCancelled($0) }
        }
    }

    private func relayUntilCancelled(_ heartbeat: LoopHeartbeat) async {
        while !Task.isCancelled {
            heartbeat.beat()
            if let lock = RelayLock.take(forOutbox: outbox.path) {
                outbox.logger.debug("relaying", metadata: ["outbox": "\(outbox.path)"])
                await relay(heartbeat, holding: lock)
            } else {
                try? await Task.sleep(for: idlePause)
            }
        }
    }

    private func relay(_ heartbeat: LoopHeartbeat, holding lock: RelayLock) async {
        var schedule = RelaySchedule(backoff: backoff)
        var random = SystemRandomNumberGenerator()
        let clock = ContinuousClock()
        while !Task.isCancelled {
            heartbeat.beat()
            var pause = idlePause
            do throws(OutboxError) {
                let partitions = try await outbox.database.read { db in try db.waitingPartitions() }
                for partition in partitions where schedule.isDue(partition, at: clock.now) {
                    guard !Task.isCancelled else { break }
                    heartbeat.beat()
                    switch try await PartitionRelay(outbox: outbox, transport: transport, partition: partition).step() {
                    case .idle, .advanced: schedule.noteSuccess(partition)
                    case .failed(let message):
                        let delay = schedule.noteFailure(partition, at: clock.now, using: &random)
                        outbox.logger.info(
                            "nothing can be relayed now",
                            metadata: [
                                "stream": "\(partition.stream)", "partition": "\(partition.number)",
                                "reason": "\(message)", "pause": "\(delay)",
                            ])
                    }
                }
                heartbeat.note(failure: nil)
                pause = min(pause, schedule.delay(until: partitions, from: clock.now) ?? pause)
            } catch {
                if !Task.isCancelled {
                    outbox.logger.error("\(error)")
                    heartbeat.note(failure: "\(error)")
                }
            }
            if pause > .zero { await outbox.wake.wait(atMost: pause) }
        }
        withExtendedLifetime(lock) {}
    }
}
