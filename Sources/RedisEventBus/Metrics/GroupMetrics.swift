import EventBus
import Metrics

/// What is counted of one consumer group of a stream, or of the router.
final class GroupMetrics: Sendable {
    /// What is counted of one type of event.
    final class EventMetrics: Sendable {
        let name: String
        let handled: Counter
        let duration: Timer

        init(_ name: String, _ group: (stream: String, name: String), _ bus: BusMetrics) {
            self.name = name
            handled = bus.counter(.handled, group.stream, group.name, name, "done")
            duration = bus.timer(.handlingDuration, group.stream, group.name, name)
        }
    }

    /// A handler that runs.
    struct Attempt: Sendable {
        let event: EventMetrics
        let began: ContinuousClock.Instant
    }

    /// What stands for every type that the catalogue does not know: what a log holds must not grow the metrics.
    static let unknown = "unknown"

    let stream: String
    let group: String
    let bus: BusMetrics
    private let inFlight: Meter
    private let delivered: Counter
    private let inTime: Counter
    private let delay: Timer
    private let redeliveries: Counter
    private let types: EventTypeTable
    private let events: [EventMetrics]
    private let unknownEvent: EventMetrics

    /// - Parameter catalogue: The catalogue's events; those of the stream count under their names.
    init(stream: String, group: String, catalogue: [EventDeclaration], _ bus: BusMetrics) {
        self.stream = stream
        self.group = group
        self.bus = bus
        inFlight = bus.meter(.inFlight, stream, group)
        delivered = bus.counter(.delivered, stream, group)
        inTime = bus.counter(.deliveredWithinTarget, stream, group)
        delay = bus.timer(.deliveryDelay, stream, group)
        redeliveries = bus.counter(.redeliveries, stream, group)
        var types = EventTypeTable()
        var events: [EventMetrics] = []
        for event in catalogue where event.stream.name == stream {
            for name in [event.type] + event.aliases { types.set(events.count, for: name) }
            events.append(EventMetrics(event.type, (stream, group), bus))
        }
        self.types = types
        self.events = events
        unknownEvent = EventMetrics(Self.unknown, (stream, group), bus)
    }

    private func event(_ record: EventRecord) -> EventMetrics {
        record.withBytes(record.spans.type) { types.index(of: $0) }.map { events[$0] } ?? unknownEvent
    }

    /// The name that a record's type has in the labels.
    func name(of record: EventRecord) -> String { event(record).name }

    // MARK: Handling

    /// A handler begins.
    func begin(_ delivery: Delivery) -> Attempt {
        inFlight.increment()
        return Attempt(event: event(delivery.record), began: .now)
    }

    /// A handler has returned.
    func succeeded(_ attempt: Attempt, _ delivery: Delivery) {
        ended(attempt)
        attempt.event.handled.increment()
        delivered(CollectionOfOne(delivery.position))
    }

    /// A handler has returned or thrown.
    func ended(_ attempt: Attempt) {
        inFlight.decrement()
        attempt.event.duration.record(duration: attempt.began.duration(to: .now))
    }

    /// What becomes of a delivery whose handler did not succeed.
    func decided(_ outcome: AttemptOutcome, _ delivery: Delivery) {
        let event = event(delivery.record)
        let label =
            switch outcome {
            case .done: "done"
            case .park(let attempts, _, _): attempts == delivery.attempt ? "retried" : "postponed"
            case .bury: "dead_letter"
            case .abandon: "abandoned"
            case .lost: "lost"
            }
        bus.count(.handled, stream, group, event.name, label)
        if label == "retried" { bus.count(.retries, stream, group, event.name) }
    }

    // MARK: What a group has to do with its entries

    /// Entries are done with for the first time.
    func delivered(_ positions: some Collection<StreamPosition>) {
        guard !positions.isEmpty else { return }
        let now = Timestamp.now.microseconds
        let limit = Int64(bus.target / .microseconds(1))
        var within = 0
        for position in positions {
            // A server's clock that is ahead would make it younger than nothing.
            let age = max(0, now - Int64(clamping: position.milliseconds) * 1_000)
            if age <= limit { within += 1 }
            delay.recordMicroseconds(age)
        }
        delivered.increment(by: positions.count)
        if within > 0 { inTime.increment(by: within) }
    }

    /// Entries were read that somebody had in hand before.
    func readAgain(_ entries: Int) { redeliveries.increment(by: entries) }

    /// A delivery has become a dead letter.
    func buried(_ reason: BurialReason, event: String?) {
        bus.count(.deadLetters, stream, group, event ?? Self.unknown, reason.rawValue)
    }

    /// The log is not what was read of it.
    func logLost() { bus.logLost(stream) }
}
