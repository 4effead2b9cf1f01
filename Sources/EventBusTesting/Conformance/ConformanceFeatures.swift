/// What a transport can do beyond publishing and handling: cases that need more are skipped, and say so.
public struct ConformanceFeatures: OptionSet, Sendable, Hashable, CustomStringConvertible {
    /// One bit for each feature.
    public let rawValue: UInt64

    /// Makes a set from its bits.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(bit: UInt64) { self.init(rawValue: 1 << bit) }

    /// What is published while nobody consumes is there for who comes later, and a group goes on where it stopped.
    public static let persistent = ConformanceFeatures(bit: 0)
    /// The broker can be killed and started again with its data.
    public static let restart = ConformanceFeatures(bit: 1)
    /// The events of one aggregate are handled one after another in the log's order, whoever consumes.
    public static let orderAggregate = ConformanceFeatures(bit: 2)
    /// Groups with `order: none`, whose consumers compete.
    public static let orderNone = ConformanceFeatures(bit: 3)
    /// A consumer can be ended as if its process had been killed.
    public static let kill = ConformanceFeatures(bit: 4)
    /// Dead letters can be listed.
    public static let deadLetters = ConformanceFeatures(bit: 5)
    /// Dead letters can be redriven and discarded.
    public static let redrive = ConformanceFeatures(bit: 6)
    /// `after_dead_letter: hold_aggregate`.
    public static let holdAggregate = ConformanceFeatures(bit: 7)
    /// Handlers may throw `Reject` and `Postpone`.
    public static let handlerVerdicts = ConformanceFeatures(bit: 8)
    /// A handler that takes too long is cancelled.
    public static let handlerTimeout = ConformanceFeatures(bit: 9)
    /// A retry's place and count outlive the consumer.
    public static let durableRetries = ConformanceFeatures(bit: 10)
    /// Histories count the versions of an aggregate.
    public static let history = ConformanceFeatures(bit: 11)
    /// Idempotency keys.
    public static let idempotency = ConformanceFeatures(bit: 12)
    /// Readers without a group.
    public static let subscribers = ConformanceFeatures(bit: 13)
    /// Routes to lists.
    public static let lists = ConformanceFeatures(bit: 14)
    /// Routes to channels.
    public static let channels = ConformanceFeatures(bit: 15)
    /// Entries can be written past the publisher's checks.
    public static let uncheckedEntries = ConformanceFeatures(bit: 16)
    /// Payloads of a megabyte and more.
    public static let largePayloads = ConformanceFeatures(bit: 17)
    /// Groups can be paused.
    public static let pause = ConformanceFeatures(bit: 18)

    private static let names: [(feature: ConformanceFeatures, name: String)] = [
        (.persistent, "persistent"), (.restart, "restart"), (.orderAggregate, "orderAggregate"),
        (.orderNone, "orderNone"), (.kill, "kill"), (.deadLetters, "deadLetters"), (.redrive, "redrive"),
        (.holdAggregate, "holdAggregate"), (.handlerVerdicts, "handlerVerdicts"), (.handlerTimeout, "handlerTimeout"),
        (.durableRetries, "durableRetries"), (.history, "history"), (.idempotency, "idempotency"),
        (.subscribers, "subscribers"), (.lists, "lists"), (.channels, "channels"),
        (.uncheckedEntries, "uncheckedEntries"), (.largePayloads, "largePayloads"), (.pause, "pause"),
    ]

    /// Every feature.
    public static let all = ConformanceFeatures(names.map(\.feature))

    /// The names of the features, separated by commas.
    public var description: String {
        Self.names.filter { contains($0.feature) }.map(\.name).joined(separator: ", ")
    }
}
