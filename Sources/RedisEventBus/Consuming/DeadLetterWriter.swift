import EventBus
import Logging
import RedisClient

/// Moves deliveries of one partition and group to the dead letters.
struct DeadLetterWriter: Sendable {
    /// A delivery that is to become a dead letter.
    struct Letter: Sendable {
        let position: StreamPosition
        /// How many attempts were made.
        let attempts: Int
        let reason: BurialReason
        let error: String
        /// The error as it may stand in the log line; `nil` where it holds nothing of the payload.
        var logText: String?
        /// When the first of them failed, where that is known.
        var firstFailure: Timestamp?
        /// The aggregate whose later events are to wait until the letter is redriven or discarded; `nil` where they go on.
        var holding: String?
        /// The type of the event as the metrics name it; `nil` where it is not known.
        var event: String?
        /// The event, where the entry is one: for the log line.
        var record: EventRecord?
    }

    let client: RedisClient
    let keys: PartitionKeys
    let reader: Delivery.Reader
    let lease: any PartitionLease
    let logger: Logger
    /// Where letters are counted; `nil` where nothing is.
    var metrics: GroupMetrics?

    /// Moves one delivery, with the bytes of its entry; the group goes on behind it.
    ///
    /// Goes on trying while the server is away: the delivery is pending until it is moved.
    /// - Returns: Whether it was this reader's to move.
    /// - Throws: `RedisError` that only a person can mend; cancellation. The delivery is then still pending.
    @discardableResult
    func bury(_ letter: Letter) async throws -> Bool {
        let now = Timestamp.now
        var failures = 0
        var mayBeDone = false
        while true {
            let arguments = [
                reader.group, reader.consumer, String(lease.epoch), letter.position.description,
                String(letter.attempts), letter.reason.rawValue, letter.error,
                (letter.firstFailure ?? now).description, now.description, letter.holding ?? "",
            ]
            do throws(RedisError) {
                let reply = try await client.evaluate(
                    Scripts.bury, keys: [keys.log, keys.dead, lease.key, keys.held], arguments: arguments)
                // One that is gone after a lost answer was moved by that call.
                guard reply.integer == 1 || mayBeDone else { return false }
                log(letter)
                metrics?.buried(letter.reason, event: letter.event)
                return true
            } catch {
                failures += 1
                if error.delivery == .outcomeUnknown { mayBeDone = true }
                try await ReadRecovery.pause(after: error, failures: failures)
            }
        }
    }

    private func log(_ letter: Letter) {
        var metadata = EventMetadata(record: letter.record, at: letter.position)
        metadata.set(reader)
        metadata.set(attempt: letter.attempts)
        logger.error(
            "dead letter",
            metadata: Logger.Metadata(
                metadata, ["reason": "\(letter.reason.rawValue)", "error": "\(letter.logText ?? letter.error)"]))
    }
}
