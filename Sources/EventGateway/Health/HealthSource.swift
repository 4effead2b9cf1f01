import ConfiguredEventBus
import EventBus
import RedisEventBus

/// How the bus is, asked of the server at most twice a second however many ask, and answered in time even where it hangs.
actor HealthSource {
    /// How long the server may take.
    static let limit = Duration.seconds(1)
    private static let freshness = Duration.milliseconds(500)

    private let bus: ConfiguredEventBus
    private var last: (health: BusHealth, at: ContinuousClock.Instant)?
    private var asking: Task<BusHealth, Never>?

    init(_ bus: ConfiguredEventBus) {
        self.bus = bus
    }

    /// How the bus is now, or was half a second ago.
    func health() async -> BusHealth {
        if let last, last.at.duration(to: .now) < Self.freshness { return last.health }
        if let asking { return await asking.value }
        let bus = bus
        let task = Task { await bus.healthCheck(within: Self.limit) }
        asking = task
        let health = await task.value
        asking = nil
        last = (health, .now)
        return health
    }
}
