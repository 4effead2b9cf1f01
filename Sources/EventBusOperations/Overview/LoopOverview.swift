/// One loop of this process that has to go on turning.
package struct LoopOverview: Sendable, Hashable {
    /// What turns, e.g. `router model_lifecycle/0`.
    package var name: String
    /// How long ago it last turned.
    package var age: Duration
    /// Whether it should have turned since.
    package var isDead: Bool
    /// What it failed of last; `nil` while all is well.
    package var failure: String?

    /// Describes a loop.
    package init(name: String, age: Duration, isDead: Bool, failure: String? = nil) {
        self.name = name
        self.age = age
        self.isDead = isDead
        self.failure = failure
    }
}
