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

    /// Makes an overview.
    package init(time: Timestamp, server: ServerOverview, streams: [StreamOverview] = [], queues: [QueueOverview] = [])
    {
        self.time = time
        self.server = server
        self.streams = streams
        self.queues = queues
    }
}
