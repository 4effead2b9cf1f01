/// How one of the loops is that keep a process of the bus going: a reading loop, a reaper, a relay.
public struct LoopStatus: Sendable, Hashable {
    /// What loops, e.g. `router model_lifecycle/0`.
    public let name: String
    /// How long ago it turned last.
    public let age: Duration
    /// Whether it has ended with an error, or has not turned for longer than it may.
    public let isDead: Bool
    /// What it ended with, or what its turns fail of though it goes on; `nil` where all is well.
    public let failure: String?

    /// Describes a loop.
    public init(name: String, age: Duration, isDead: Bool, failure: String? = nil) {
        self.name = name
        self.age = age
        self.isDead = isDead
        self.failure = failure
    }
}
