package import EventBus

/// How everything on one bus is at one moment: what the dashboard, `eventbus status`, `/health` and the gauges of the
/// metrics show. A pure value; ``OverviewSource`` asks for it.
package struct BusOverview: Sendable, Hashable {
    /// When it was asked for, by this process's clock.
    package var time: Timestamp
    /// What the server says of itself.
    package var server: ServerOverview
    /// Every stream of the catalogue, in its order.
    package var streams: [StreamOverview]
    /// Every work queue that a route of the catalogue fills.
    package var queues: [QueueOverview]
    /// How often each type of event was published lately; empty where nobody counts.
    package var events: [EventRateOverview] = []
    /// The reading loops of this process.
    package var loops: [LoopStatus] = []
    /// What is stored and not in the log yet; `nil` where this process has no outbox.
    package var outbox: OutboxOverview?

    /// Makes an overview.
    package init(time: Timestamp, server: ServerOverview, streams: [StreamOverview] = [], queues: [QueueOverview] = [])
    {
        self.time = time
        self.server = server
        self.streams = streams
        self.queues = queues
    }
}
