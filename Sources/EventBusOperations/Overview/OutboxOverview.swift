/// What an outbox keeps.
package struct OutboxOverview: Sendable, Hashable {
    /// How many events are stored and not in the log yet.
    package var waiting: Int
    /// How long ago the oldest of them was stored; `nil` where there is none.
    package var oldestAge: Duration?

    /// Describes an outbox.
    package init(waiting: Int, oldestAge: Duration?) {
        self.waiting = waiting
        self.oldestAge = oldestAge
    }
}
