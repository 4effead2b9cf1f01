import EventBus
import EventBusMetrics
import RedisEventBus

/// An overview under the names that deployed CloudWatch dashboards have, in the embedded metric format: one line for each
/// work queue.
package struct CloudWatchReport: Sendable {
    private let overview: BusOverview
    private let environment: String

    /// - Parameter environment: What the dimension `Environment` says, e.g. `development`.
    package init(_ overview: BusOverview, environment: String) {
        self.overview = overview
        self.environment = environment
    }

    /// The lines, each a JSON object without a line break.
    package var lines: [[UInt8]] {
        overview.queues.flatMap { queue in
            EmbeddedMetricDocument(
                namespace: CloudWatchName.namespace,
                dimensions: [("Environment", environment), ("Queue", queue.list)], time: overview.time,
                metrics: metrics(of: queue)
            ).lines
        }
    }

    private func metrics(of queue: QueueOverview) -> [EmbeddedMetricDocument.Metric] {
        let server = overview.server
        guard server.isReachable else { return [metric(.healthy, 0)] }
        var metrics = [metric(.healthy, 1)]
        if let latency = server.latency { metrics.append(metric(.latency, latency / .milliseconds(1))) }
        if let clients = server.connectedClients { metrics.append(metric(.clients, Double(clients))) }
        if let memory = server.usedMemory { metrics.append(metric(.memory, Double(memory) / 1_048_576)) }
        if let operations = server.operationsPerSecond { metrics.append(metric(.operations, Double(operations))) }
        if let depth = queue.depth {
            let age = (queue.oldestWaitingAge ?? .zero) / .seconds(1)
            let alerts = [depth.waiting > 1_000, depth.processing > 100, depth.dead > 10, age > 3_600]
            metrics += [
                metric(.mainDepth, Double(depth.waiting)), metric(.processingDepth, Double(depth.processing)),
                metric(.deadDepth, Double(depth.dead)), metric(.oldestAge, age, queue: queue.list),
                metric(.alerts, Double(alerts.count { $0 })),
            ]
        }
        return metrics
    }

    private func metric(
        _ name: CloudWatchName, _ value: Double, queue: String = ""
    ) -> EmbeddedMetricDocument.Metric {
        EmbeddedMetricDocument.Metric(
            name == .oldestAge ? queue + "_oldest_message_age_seconds" : name.name, value, unit: name.unit)
    }
}
