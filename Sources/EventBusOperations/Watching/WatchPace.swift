/// How often an ``OverviewWatch`` asks.
package struct WatchPace: Sendable, Hashable {
    /// How long it rests between two questions while somebody watches.
    package var watched: Duration = .seconds(1)
    /// How long while nobody does: then the answers are for gauges only.
    package var idle: Duration = .seconds(5)

    /// Once a second while somebody watches, and every five seconds otherwise.
    package init() {}

    /// How long after the last question began the next is due.
    ///
    /// - Parameters:
    ///   - isWatched: Whether somebody waits for the next answer.
    ///   - took: How long the last one took. A server that answers slowly is asked half of the time at most.
    package func interval(isWatched: Bool, took: Duration) -> Duration {
        max(isWatched ? watched : idle, took * 2)
    }
}
