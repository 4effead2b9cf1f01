/// A metric under the name that deployed CloudWatch dashboards have.
package struct CloudWatchName: Sendable, Hashable {
    /// The name; `{queue}` stands for the list.
    package let name: String
    /// CloudWatch's word for the unit.
    package let unit: String
    /// What it says.
    package let help: String

    /// Where CloudWatch keeps them.
    package static let namespace = "Hokusai/Redis"

    /// Whether the server answers.
    package static let healthy = CloudWatchName(
        name: "redis_healthy", unit: "None", help: "1 while the Redis server answers, else 0.")
    /// How fast it answers.
    package static let latency = CloudWatchName(
        name: "redis_latency_ms", unit: "Milliseconds", help: "Time that the server took to answer.")
    /// Its clients.
    package static let clients = CloudWatchName(
        name: "redis_connected_clients", unit: "None", help: "Clients connected to the server.")
    /// Its memory.
    package static let memory = CloudWatchName(
        name: "redis_used_memory_mb", unit: "Megabytes", help: "Memory that the server uses, in MiB.")
    /// Its work.
    package static let operations = CloudWatchName(
        name: "redis_ops_per_sec", unit: "Count/Second", help: "Commands that the server runs in a second.")
    /// What waits.
    package static let mainDepth = CloudWatchName(
        name: "main_queue_depth", unit: "Count", help: "Messages that wait on the list.")
    /// What workers have.
    package static let processingDepth = CloudWatchName(
        name: "processing_queue_depth", unit: "Count", help: "Messages that workers have taken and not settled.")
    /// What was given up.
    package static let deadDepth = CloudWatchName(
        name: "dlq_depth", unit: "Count", help: "Messages on the dead list.")
    /// How long the first has waited.
    package static let oldestAge = CloudWatchName(
        name: "{queue}_oldest_message_age_seconds", unit: "Seconds",
        help: "Age of the message that waits longest; 0 for an empty list. `{queue}` is the list's name.")
    /// What is beyond its threshold.
    package static let alerts = CloudWatchName(
        name: "alerts_active", unit: "None",
        help: """
            How many of these hold: more than 1,000 messages wait, more than 100 are with workers, more than 10 are dead, the \
            oldest has waited for more than an hour.
            """)

    /// Every name.
    package static let all = [
        healthy, latency, clients, memory, operations, mainDepth, processingDepth, deadDepth, oldestAge, alerts,
    ]
}
