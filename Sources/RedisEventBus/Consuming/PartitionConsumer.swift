import EventBus
import Logging
import RedisClient

/// Handles one partition of a stream for one consumer of a group, for as long as a lease allows.
struct PartitionConsumer: Sendable {
    let client: RedisClient
    let keys: PartitionKeys
    let stream: String
    let partition: Int
    let group: String
    let consumer: String
    /// What handlers publish through.
    let publisher: (any EventPublisher)?
    let policy: DeliveryPolicy
    let order: DeliveryOrder
    let handlers: EventHandlers
    /// Every type that the catalogue has for the stream, handled here or not.
    let knownTypes: EventTypeTable
    let limits: ConsumerLimits
    let logger: Logger
    /// Where it counts what it does; `nil` where nothing is counted.
    var metrics: GroupMetrics?
    /// Where its reading loop is listed.
    var loops = LoopHeartbeats()
    /// The spans of handlers; `nil` where nobody traces.
    var tracing: BusTracing?

    /// How long a cancelled handler has to end before its worker is given up.
    static let grace = Duration.seconds(5)

    /// Reads and handles until `stop` fires, the task is cancelled or the lease is lost.
    ///
    /// On a stop it lets running handlers finish for ``ConsumerLimits/drain``, acknowledges what they finished, and hands
    /// back the rest. On cancellation running handlers are cancelled at once, too. Where the lease is lost, they are
    /// cancelled, and nothing more is acknowledged. A handler that does not heed its cancellation is not waited for.
    ///
    /// - Throws: `RedisError` that only a person can mend.
    func run(lease: any PartitionLease, stop: StopSignal) async throws {
        let shift = PartitionShift(self, lease: lease, stop: stop)
        stop.onStop(of: "\(keys.log) \(group) queue") { shift.heed(stop.reason) }
        shift.begin()
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await shift.work()) } catch { outcome = .failure(error) }
        // A task of its own, since a cancelled one can send nothing.
        await client.startTask { await shift.end() }.value
        try outcome.get()
    }
}
