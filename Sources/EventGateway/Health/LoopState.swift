/// How one of the loops is that keep a process of the bus going: a reading loop, a reaper, a relay.
package struct LoopState: Sendable, Hashable {
    /// What it does, e.g. `router model_lifecycle/0`.
    package let name: String
    /// How long ago it last turned.
    package let age: Duration
    /// Whether that is so long ago, or it has ended, that it does not do its work any more.
    package let isDead: Bool
    /// What it last failed of; `nil` where it runs well.
    package let failure: String?

    /// Describes a loop.
    package init(name: String, age: Duration, isDead: Bool, failure: String? = nil) {
        self.name = name
        self.age = age
        self.isDead = isDead
        self.failure = failure
    }
}
