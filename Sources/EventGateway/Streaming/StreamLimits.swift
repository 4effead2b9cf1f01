/// How much the live streams of a gateway take on.
package struct StreamLimits: Sendable, Hashable {
    /// How many clients there may be at once; the next is answered 503.
    package var clients = 2_000
    /// How often a client hears of the stream when no events come; its cursor comes with it.
    package var heartbeat = Duration.seconds(15)
    /// A client that has taken nothing for so long, though there is something for it, is closed.
    package var stall = Duration.seconds(30)
    /// After how long a client should connect again when it was cut off.
    package var retry = Duration.seconds(2)
    /// How many events a process keeps, encoded, for all clients that follow the same streams.
    package var frames = 4_096
    /// How many bytes of them it keeps at most.
    package var bytes = 8 << 20
    /// The longest time for which events are collected before they are sent together. It grows to this with the number
    /// of clients; to a few they are sent at once.
    package var longestPause = Duration.milliseconds(50)

    /// The limits that a gateway has unless it is told others.
    package init() {}

    /// For how long events are collected for so many clients: 50 µs for each, which about is what it costs to serve one.
    func pause(clients: Int) -> Duration {
        min(longestPause, .microseconds(50) * clients)
    }
}
