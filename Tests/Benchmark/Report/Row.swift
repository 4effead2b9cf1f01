/// One line of the table: a number that was measured, what it was measured against, and what it must keep to.
struct Row: Sendable, Hashable {
    /// How the two sides are written.
    enum Unit: String, Sendable, Hashable {
        case eventsPerSecond = "events/s"
        case seconds = "s"
        case milliseconds = "ms"
        case microseconds = "µs"
        case microsecondsPerEvent = "µs/event"
        case megabytes = "MB"
        case events = "events"
        case percent = "%"
    }

    /// What an event cost, in microseconds of processor time.
    struct Cost: Sendable, Hashable {
        let client: Double
        let server: Double
    }

    /// By which `--only` chooses it.
    let name: String
    /// What was measured, in words.
    let measure: String
    let unit: Unit
    let ours: Double
    let floor: Double
    /// The number that counts: a ratio, or a difference in the unit.
    let value: Double
    let bound: Bound
    /// Per event, for us and for the floor, where it was measured.
    var cost: (ours: Cost, floor: Cost)? {
        guard let ourCost, let floorCost else { return nil }
        return (ourCost, floorCost)
    }

    private let ourCost: Cost?
    private let floorCost: Cost?

    init(
        _ name: String, _ measure: String, unit: Unit, ours: Double, floor: Double, value: Double, bound: Bound,
        cost: (ours: Cost, floor: Cost)? = nil
    ) {
        self.name = name
        self.measure = measure
        self.unit = unit
        self.ours = ours
        self.floor = floor
        self.value = value
        self.bound = bound
        ourCost = cost?.ours
        floorCost = cost?.floor
    }

    var isMet: Bool { bound.isMet(by: value) }

    var verdict: String { isMet ? "met" : "below" }
}
