import EventBus
import RedisClient

/// The right to read one partition for a group, from when it was taken until it is given up or lost.
///
/// Every script that changes what is pending declares ``key`` and compares ``epoch``, so that a holder that was paused
/// and came back changes nothing.
protocol PartitionLease: Sendable {
    /// The hash in Redis that says who holds the lease; its field `epoch` is the epoch.
    var key: String { get }
    /// Grows with every change of holder: the fencing token. It grows, too, when the hash vanished and was made again:
    /// ask for it each time.
    var epoch: UInt64 { get }

    /// Whether this process's clock says that nobody else can have the lease yet. Asked after each read, before anything
    /// of it is handled: what a frozen process was sent before it woke is not its own any more. Costs a lock.
    var isCurrent: Bool { get }

    /// Makes a connection one that may read: whoever takes the lease over ends it first. Asked anew after each
    /// reconnection, before the first read.
    ///
    /// - Returns: Whether the lease is still held; where not, the connection must not read.
    /// - Throws: `RedisError` where the server could not be asked.
    func admit(_ connection: RedisBlockingConnection) async throws(RedisError) -> Bool

    /// How far the group has come, everything up to there being done with: where to make it again when it vanished while the
    /// log did not.
    ///
    /// - Returns: What was noted last, by this holder or else by the one before; `nil` where nothing was.
    /// - Throws: `RedisError` where the server could not be asked.
    func storedPosition() async throws(RedisError) -> StreamPosition?

    /// Notes how far the group has come, everything up to there being done with; the next renewal stores it. Costs a lock and no round trip.
    func note(position: StreamPosition)
}

extension PartitionLease {
    var isCurrent: Bool { true }

    func storedPosition() async throws(RedisError) -> StreamPosition? { nil }

    func note(position: StreamPosition) {}
}
