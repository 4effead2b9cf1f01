/// How fast retention goes: in small steps, so that publishers do not notice.
public struct RetentionPace: Sendable, Hashable {
    /// How long it rests between two passes.
    public let interval: Duration
    /// How many entries one step removes at most. A step stops the server for as long as it takes: about 60 µs for 1000.
    public let stepLimit: Int
    /// How long it rests between two steps.
    public let pause: Duration

    /// Sets a pace.
    ///
    /// - Precondition: `stepLimit` is at least 100, the entries of one of Redis' nodes: with less no whole node could go.
    public init(
        interval: Duration = .seconds(10), stepLimit: Int = 1_000, pause: Duration = .milliseconds(5)
    ) {
        precondition(stepLimit >= 100, "a step is at least 100 entries")
        self.interval = interval
        self.stepLimit = stepLimit
        self.pause = pause
    }
}
