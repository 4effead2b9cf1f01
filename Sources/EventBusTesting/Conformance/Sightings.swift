import EventBus
import Synchronization

/// What the handlers of a case saw.
final class Sightings: Sendable {
    /// One run of a handler.
    struct One: Sendable, Hashable {
        let id: EventID
        let key: String
        let number: Int
        let attempt: Int
        let consumer: String
        let time: Duration

        /// `key.number/attempt`.
        var text: String { "\(key).\(number)/\(attempt)" }
        /// `key.number`.
        var name: String { "\(key).\(number)" }
    }

    private struct State {
        var begun: [One] = []
        var ended: [(key: String, number: Int)] = []
    }

    private let state = Mutex(State())

    func begin(_ one: One) { state.withLock { $0.begun.append(one) } }
    func end(key: String, number: Int) { state.withLock { $0.ended.append((key, number)) } }

    /// Runs that have begun, in their order.
    var begun: [One] { state.withLock { $0.begun } }
    /// How many runs have returned.
    var endedCount: Int { state.withLock { $0.ended.count } }
    /// Which events were seen.
    var names: Set<String> { Set(begun.map(\.name)) }
    /// How many different events were seen.
    var distinct: Int { Set(begun.map(\.id)).count }

    /// The numbers of the runs that have returned, by key, in their order.
    var endedByKey: [String: [Int]] {
        state.withLock { state in
            state.ended.reduce(into: [:]) { $0[$1.key, default: []].append($1.number) }
        }
    }

    /// Events that were handled more than once.
    var repeated: [String] {
        Dictionary(grouping: begun, by: \.id).values.filter { $0.count > 1 }.map { $0[0].name }.sorted()
    }

    /// Events of `expected` that were not seen.
    func missing(_ expected: some Sequence<String>) -> [String] {
        let seen = names
        return expected.filter { !seen.contains($0) }
    }
}

/// Values that came in, in their order.
final class Received<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    func add(_ value: Value) { values.withLock { $0.append(value) } }
    var all: [Value] { values.withLock { $0 } }
    var count: Int { values.withLock { $0.count } }
}

/// Closed until it is opened.
final class Gate: Sendable {
    private let state = Mutex(false)
    var isOpen: Bool { state.withLock { $0 } }
    func open() { state.withLock { $0 = true } }
}

/// Which aggregates a handler is at work on.
final class Busy: Sendable {
    private let keys = Mutex<Set<String>>([])
    /// Whether nobody else was.
    func enter(_ key: String) -> Bool { keys.withLock { $0.insert(key).inserted } }
    func leave(_ key: String) { keys.withLock { _ = $0.remove(key) } }
}

/// Counts.
final class Round: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
