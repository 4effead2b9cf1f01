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

    private func key(_ stream: String, _ partition: Int, _ suffix: String) -> String {
        "\(namespace):{\(stream):\(partition)}:\(suffix)"
    }

    /// The stream that holds the events of a partition.
    package func log(_ stream: String, _ partition: Int) -> String { key(stream, partition, "log") }

    /// The stream that holds the dead letters of a partition's groups.
    package func dead(_ stream: String, _ partition: Int) -> String { key(stream, partition, "dead") }

    /// The stream that holds the history of one aggregate.
    package func history(_ stream: String, _ partition: Int, aggregate type: String, id: String) -> String {
        key(stream, partition, "history:\(type):\(id)")
    }

    /// The string that remembers an idempotency key.
    package func idempotency(_ stream: String, _ partition: Int, event type: String, key value: String) -> String {
        key(stream, partition, "idem:\(type):\(value)")
    }
}
