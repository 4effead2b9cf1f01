package import EventBus

extension LoopOverview {
    /// A loop as its heartbeat tells.
    package init(_ status: LoopStatus) {
        self.init(name: status.name, age: status.age, isDead: status.isDead, failure: status.failure)
    }
}
