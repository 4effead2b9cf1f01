public import EventBus
import RedisClient

/// Where the deliveries of one reader come from, and where its group keeps state.
struct PartitionHome: Sendable {
    let client: RedisClient
    let keys: PartitionKeys
    let lease: any PartitionLease
    let settlements: HandlerSettlements
}

extension Delivery {
    /// The key under which this delivery's group keeps a value beside this delivery's partition: to read it, and to change it
    /// with ``acknowledge(with:)``. `nil` where the bus keeps no state, such as one in memory.
    public func stateKey(_ name: String) -> String? {
        (reader.transport as? PartitionHome)?.keys.state(name)
    }

    /// Acknowledges this delivery and changes what its group keeps in the same partition, both or neither: handled exactly
    /// once, as far as that state goes, whatever is delivered again.
    ///
    /// One script does it, while the lease is held: `XACK` first, the changes only where that was the first one. What else
    /// the handler does happens at least once, so this is best the last thing that it does; a failure behind it is not
    /// tried again.
    ///
    /// Redis does not take back what it has done: where it refuses a command (the key holds another type, a text stands
    /// where a number should), the commands in front of it stand, and the delivery comes again. Begin with the one that
    /// may be refused. A group that somebody destroys by hand forgets which deliveries were acknowledged last: what is
    /// delivered again then changes the state again.
    ///
    /// Call it within the handler: a task of its own is not cancelled with it. While the server is away or has no room in
    /// memory, it is tried again. On cancellation it is not known whether it was done; if it was, a repeated delivery does
    /// not come.
    /// - Throws: ``StateChangeError``; `RedisError`; `CancellationError`.
    public func acknowledge(with changes: StateChanges) async throws {
        guard let home = reader.transport as? PartitionHome else {
            throw StateChangeError(
                reason: .unsupported,
                message:
                    "the bus that delivered this keeps no state: acknowledge(with:) needs a consumer group on Redis")
        }
        let pending = PendingList(client: home.client, keys: home.keys, reader: reader, lease: home.lease)
        let isFirst = home.settlements.begin(position)
        do { try await pending.acknowledge(position, with: changes.changes) } catch {
            if isFirst { home.settlements.end(position) }
            throw error
        }
    }
}
