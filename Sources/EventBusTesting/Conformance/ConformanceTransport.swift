public import EventBus

/// A transport as the conformance suite sees it: an adapter of a few lines for each transport.
///
/// A value stands for a broker of its own, with nothing in it; the suite makes one for each case and ends it. Only what
/// ``features`` names needs an implementation.
public protocol ConformanceTransport: Sendable {
    /// What it can do.
    var features: ConformanceFeatures { get }

    /// The clock that handlers sleep on.
    var clock: any Clock<Duration> { get }

    /// Lets time pass for the case itself: a sleep, or the move of a test clock.
    func pass(_ duration: Duration) async throws

    /// A publisher, on connections of its own where the transport has such.
    func publisher() async throws -> ConformancePublisher

    /// Starts a consumer, and returns when it will sooner or later read.
    func start(_ consumer: ConformanceConsumer) async throws -> any ConformanceRunning

    /// Whether a group has acknowledged, or given up, everything that is in a stream's logs.
    func isFinished(group: String, of stream: StreamDeclaration) async throws -> Bool

    /// Ends the broker and all that still runs.
    func end() async

    /// What a group has given up on, oldest first (``ConformanceFeatures/deadLetters``).
    func deadLetters(group: String, of stream: StreamDeclaration) async throws -> [ConformanceDeadLetter]

    /// Gives a dead letter back to its group (``ConformanceFeatures/redrive``).
    ///
    /// - Returns: Whether this call did it.
    func redrive(_ letter: ConformanceDeadLetter, of stream: StreamDeclaration) async throws -> Bool

    /// Gives a dead letter up for good (``ConformanceFeatures/redrive``).
    func discard(_ letter: ConformanceDeadLetter, of stream: StreamDeclaration) async throws

    /// Stops a group from starting handlers (``ConformanceFeatures/pause``); in force when it returns or soon after.
    func pause(group: String, of stream: StreamDeclaration) async throws

    /// Lets a paused group go on (``ConformanceFeatures/pause``).
    func resume(group: String, of stream: StreamDeclaration) async throws

    /// Kills the broker and starts it again with its data (``ConformanceFeatures/restart``).
    func restart() async throws

    /// Appends an entry past the publisher's checks, to partition 0 (``ConformanceFeatures/uncheckedEntries``).
    func appendUnchecked(_ fields: [(name: String, value: [UInt8])], to stream: StreamDeclaration) async throws

    /// Reads a stream without a group, and returns when nothing published from then on can be missed
    /// (``ConformanceFeatures/subscribers``).
    func subscribe(
        to stream: StreamDeclaration, from start: ConformanceStart,
        _ receive: @escaping @Sendable (ConformanceSighting) -> Void
    ) async throws -> any ConformanceRunning

    /// What is on a list, in the order in which workers take it (``ConformanceFeatures/lists``).
    func list(_ name: String) async throws -> [String]

    /// Listens on a channel, and returns when it does (``ConformanceFeatures/channels``).
    func listen(
        to channel: String, _ receive: @escaping @Sendable (String) -> Void
    ) async throws -> any ConformanceRunning
}

/// A publisher, and how it is closed.
public struct ConformancePublisher: Sendable {
    /// The publisher.
    public let publisher: any EventPublisher
    /// Closes it: what was published before is published.
    public let close: @Sendable () async -> Void

    /// Makes a publisher.
    public init(_ publisher: any EventPublisher, close: @escaping @Sendable () async -> Void = {}) {
        self.publisher = publisher
        self.close = close
    }
}

/// A consumer that a case wants.
public struct ConformanceConsumer: Sendable {
    /// The stream that it reads; the order of the group is declared there.
    public let stream: StreamDeclaration
    /// Its group. The group begins with the log.
    public let group: String
    /// Its name in the group.
    public let name: String
    /// How many handlers may run at once per partition; it should not read far more ahead than that.
    public let concurrency: Int
    /// How long a handler may take (``ConformanceFeatures/handlerTimeout``).
    public let handlerTimeout: Duration?
    /// What it does.
    public let handlers: EventHandlers
}

/// Something that runs until it is ended: a consumer, a subscriber.
public protocol ConformanceRunning: Sendable {
    /// Ends it gracefully: running handlers finish, and what it leaves can be taken by others at once.
    func stop() async throws

    /// Ends it as if its process had been killed: nothing more of it reaches the broker.
    func kill() async
}

/// A dead letter as the suite sees it.
public struct ConformanceDeadLetter: Sendable, Hashable {
    /// What the transport knows it by.
    public let reference: String
    /// The group that gave up.
    public let group: String
    /// How many attempts were made.
    public let attempts: Int
    /// The last error, in words.
    public let error: String
    /// The payload as it was written; for an entry that is not an event, the bytes of its values.
    public let bytes: [UInt8]

    /// Describes a dead letter.
    public init(reference: String, group: String, attempts: Int, error: String, bytes: [UInt8]) {
        self.reference = reference
        self.group = group
        self.attempts = attempts
        self.error = error
        self.bytes = bytes
    }
}

/// Where a subscriber of the suite begins.
public enum ConformanceStart: Sendable, Hashable {
    /// With what is published from now on.
    case now
    /// With the first entry of the log.
    case beginning
    /// Behind a sighting, by its cursor.
    case after(cursor: String)
}

/// What a subscriber of the suite saw.
public struct ConformanceSighting: Sendable {
    /// The event as it was written.
    public let record: EventRecord
    /// Where to begin to see what comes behind it, in the transport's own words.
    public let cursor: String

    /// Describes a sighting.
    public init(record: EventRecord, cursor: String) {
        self.record = record
        self.cursor = cursor
    }
}
