/// What the logs and the histories have of the aggregates that keep one.
struct Histories: Sendable {
    private var expected: [AggregateName: [EventName]] = [:]

    /// The aggregates that have events in a log.
    var aggregates: [AggregateName] { expected.keys.sorted() }

    /// Takes in an event in the order of its log.
    mutating func takeLog(_ event: EventName) {
        expected[event.aggregate, default: []].append(event)
    }

    /// One entry of a history.
    struct Entry: Sendable, Hashable {
        let version: UInt64
        let event: EventName?
    }

    /// In what a history differs from the log; `nil` where it does not: the same events in the same order, counted from 1.
    func difference(of aggregate: AggregateName, _ history: [Entry]) -> String? {
        let log = expected[aggregate, default: []]
        for (index, event) in log.enumerated() {
            guard index < history.count else {
                return "\(aggregate): the log has \(log.count) events, the history \(history.count)"
            }
            let entry = history[index]
            guard entry.version == UInt64(index + 1), entry.event == event else {
                let name = entry.event.map(\.description) ?? "no event of the harness"
                return "\(aggregate): version \(entry.version) is \(name); number \(index + 1) in the log is \(event)"
            }
        }
        guard history.count == log.count else {
            return "\(aggregate): the log has \(log.count) events, the history \(history.count)"
        }
        return nil
    }
}
