/// A consumer of the bus in memory, from its start until it is stopped or crashes.
///
/// It runs whether or not this value is kept.
public struct InMemoryConsumer: Sendable {
    private let bus: InMemoryEventBus
    private let id: Int
    /// The consumer's name in its group.
    public let name: String

    init(bus: InMemoryEventBus, id: Int, name: String) {
        self.bus = bus
        self.id = id
        self.name = name
    }

    /// Stops it gracefully: it takes nothing more, lets running handlers finish, and hands back the rest. Returns when it
    /// has gone.
    ///
    /// Handlers that still run after ``InMemoryConsumerLimits/drain`` are cancelled, and nothing is charged to their
    /// deliveries. Where a handler sleeps on a test clock, somebody has to move that clock meanwhile.
    public func stop() async { await bus.stop(id) }

    /// Ends it as if its process had been killed: nothing is acknowledged or handed back, what it had stays pending.
    ///
    /// Others notice when its lease runs out (after the acknowledgement time-out, at least 1 s and at most 3 s) or, in a
    /// group of competing consumers, after the acknowledgement time-out. What it *ran* has then used up an attempt.
    /// Handlers cannot be killed: they are cancelled, and what becomes of them is ignored.
    public func crash() { bus.crash(id) }
}
