import EventBus
import RedisClient

/// What a publisher knows of the server and its logs; kept behind the one lock that each publish takes before and after.
struct LogKnowledge: Sendable {
    /// What is to be done before an event is sent.
    struct Need: OptionSet, Sendable {
        let rawValue: UInt8

        /// The server has not been asked yet who it is.
        static let facts = Need(rawValue: 1)
        /// Nothing was heard of the partition for a while: where its log ends is to be asked.
        static let floor = Need(rawValue: 2)
        /// How full the server is, is to be asked first: it was full when last heard of.
        static let memory = Need(rawValue: 4)
        /// The same, while publishing goes on.
        static let memoryMeanwhile = Need(rawValue: 8)
        /// The server removes keys at its limit, and this event relies on one.
        static let steadyKeys = Need(rawValue: 16)
    }

    /// Leave to send an event, or what it takes to get it.
    struct Admission {
        let plan: AppendPlan
        /// A position of the partition's log from before.
        let floor: StreamPosition?
        let need: Need

        /// Whether the event can be sent at once.
        var isFree: Bool { need.isSubset(of: .memoryMeanwhile) }
    }

    private struct Floor: Sendable {
        var position: StreamPosition?
        var heardAt: UInt64?
    }

    private let layout: KeyLayout
    private let source: String
    private var plans: [ObjectIdentifier: AppendPlan] = [:]
    private var firstFloors: [String: Int] = [:]
    private var floors: [Floor] = []
    private var durability: Durability?
    private(set) var headroom: MemoryHeadroom

    init(layout: KeyLayout, source: String, policy: PublishPolicy) {
        self.layout = layout
        self.source = source
        headroom = MemoryHeadroom(highWater: policy.memoryHighWater)
    }

    /// How events of a type are appended that another source has published.
    mutating func plan(for declaration: EventDeclaration, source: String) -> AppendPlan {
        let plan = plan(for: declaration)
        guard source != self.source else { return plan }
        return AppendPlan(declaration, layout: layout, source: source, firstFloor: plan.firstFloor)
    }

    /// How events of a type are appended.
    mutating func plan(for declaration: EventDeclaration) -> AppendPlan {
        if let plan = plans[ObjectIdentifier(declaration)] { return plan }
        let stream = declaration.stream
        let firstFloor = firstFloors[stream.name] ?? floors.count
        let missing = firstFloor + stream.partitions - floors.count
        if missing > 0, firstFloors[stream.name] == nil {
            firstFloors[stream.name] = firstFloor
            floors.append(contentsOf: repeatElement(Floor(), count: missing))
        }
        let plan = AppendPlan(declaration, layout: layout, source: source, firstFloor: firstFloor)
        plans[ObjectIdentifier(declaration)] = plan
        return plan
    }

    /// Asks for leave to send an event.
    ///
    /// - Parameters:
    ///   - isKeyed: Whether it has an idempotency key.
    ///   - now: The publisher's clock in milliseconds; it may jump.
    mutating func admit(
        _ declaration: EventDeclaration, partition: Int, isKeyed: Bool, at now: UInt64
    ) -> Admission {
        let plan = plan(for: declaration)
        var need: Need = []
        if durability == nil { need.insert(.facts) }
        if headroom.isFull {
            need.insert(.memory)
        } else if durability != nil, headroom.shouldAsk(at: now) {
            need.insert(.memoryMeanwhile)
        }
        if isKeyed, headroom.mayEvict { need.insert(.steadyKeys) }
        let floor = floors[plan.firstFloor + partition]
        if floor.heardAt.map({ now &- $0 > Self.silence }) ?? true {
            // Whoever has a position, though an old one, goes on while the first one asks.
            if floor.position != nil { floors[plan.firstFloor + partition].heardAt = now }
            need.insert(.floor)
        }
        return Admission(plan: plan, floor: floor.position, need: need)
    }

    /// After so many milliseconds in which nothing was heard of a partition, where its log ends is asked again.
    private static let silence: UInt64 = 1_000

    /// Takes in a receipt's position.
    ///
    /// - Returns: How safe it is there.
    mutating func confirm(
        _ position: StreamPosition, in partition: Int, of plan: AppendPlan, at now: UInt64
    ) -> Durability {
        hear(position, in: partition, of: plan, at: now)
        return durability ?? .attested
    }

    /// Takes in where a log ends.
    mutating func hear(_ position: StreamPosition, in partition: Int, of plan: AppendPlan, at now: UInt64) {
        // A log that was lost ends earlier: the last that was heard counts, not the highest.
        floors[plan.firstFloor + partition] = Floor(position: position, heardAt: now)
    }

    /// Notes that the server does not say where a log ends.
    mutating func hearNothing(of partition: Int, _ plan: AppendPlan, at now: UInt64) {
        floors[plan.firstFloor + partition].heardAt = now
    }

    /// Takes in who the server is.
    mutating func learn(_ durability: Durability, _ memory: MemoryHeadroom.Report?, at now: UInt64) {
        self.durability = durability
        headroom.heard(memory, at: now)
    }

    /// Takes in how full the server is.
    mutating func learn(_ memory: MemoryHeadroom.Report?, at now: UInt64) { headroom.heard(memory, at: now) }

    /// Whether the server should be asked how full it is; asking counts as begun.
    mutating func shouldAskForMemory(at now: UInt64) -> Bool { headroom.shouldAsk(at: now) }

    /// The server has refused a write for want of memory.
    mutating func memoryRanOut() { headroom.forget() }
}
