import EventBus

/// The names of all Redis keys of one namespace.
///
/// `{…}` is a hash tag: all keys of one stream partition share a cluster slot, so that the scripts that touch several of
/// them go on working when a deployment grows into a cluster.
package struct KeyLayout: Sendable, Hashable {
    /// The prefix of every key, e.g. `hokusai`.
    let namespace: String

    package init(namespace: String) {
        self.namespace = namespace
    }

    func key(_ stream: String, _ partition: Int, _ suffix: String) -> String {
        "\(namespace):{\(stream):\(partition)}:\(suffix)"
    }

    /// The stream that holds the events of a partition.
    package func log(_ stream: String, _ partition: Int) -> String { key(stream, partition, "log") }

    /// The stream that holds the dead letters of a partition's groups.
    package func dead(_ stream: String, _ partition: Int) -> String { key(stream, partition, "dead") }

    /// The sorted set of when a group's parked deliveries are due.
    package func delayed(_ stream: String, _ partition: Int, group: String) -> String {
        key(stream, partition, "delayed:\(group)")
    }

    /// The hash of the aggregates that a dead letter of a group holds, each with the position of the letter's entry.
    package func held(_ stream: String, _ partition: Int, group: String) -> String {
        key(stream, partition, "held:\(group)")
    }

    /// What a group's handlers keep under a name beside a partition's log.
    package func state(_ stream: String, _ partition: Int, group: String, name: String) -> String {
        key(stream, partition, "state:\(group):\(name)")
    }

    /// The hash that says what retention has removed from a partition's log, so that readers know what they missed.
    package func trimmed(_ stream: String, _ partition: Int) -> String { key(stream, partition, "trimmed") }

    /// The stream that holds the history of one aggregate.
    package func history(_ stream: String, _ partition: Int, aggregate type: String, id: String) -> String {
        key(stream, partition, "history:\(type):\(id)")
    }

    /// The hash that says who reads a partition for a group; with `consumer`, who reads it under that name.
    package func lease(_ stream: String, _ partition: Int, group: String, consumer: String? = nil) -> String {
        key(stream, partition, "lease:\(group)" + (consumer.map { ":" + $0 } ?? ""))
    }

    /// The hash that says who takes part in a group.
    package func members(_ stream: String, _ partition: Int, group: String) -> String {
        key(stream, partition, "members:\(group)")
    }

    /// The string that says how far a group has come.
    package func position(_ stream: String, _ partition: Int, group: String) -> String {
        key(stream, partition, "position:\(group)")
    }

    /// The hash that is there while a group is paused.
    package func pause(_ stream: String, _ partition: Int, group: String) -> String {
        key(stream, partition, "paused:\(group)")
    }

    /// The string that remembers an idempotency key.
    package func idempotency(_ stream: String, _ partition: Int, event type: String, key value: String) -> String {
        key(stream, partition, "idem:\(type):\(value)")
    }

    /// The string that remembers that a message of a foreign list was brought into the log.
    func bridged(_ stream: String, _ partition: Int, list: String, message id: String) -> String {
        key(stream, partition, "bridged:\(list):\(id)")
    }

    /// The string that remembers which event an outbox appended last, and where.
    func outbox(_ stream: String, _ partition: Int, outbox identity: EventID) -> String {
        key(stream, partition, "outbox:\(identity)")
    }
}
