/// What is fixed of one metric: its name, what it counts, and by which labels.
///
/// The names are those that Prometheus shows; whatever backend swift-metrics has gets the same. They are in `docs/metrics.md`,
/// which is made of ``all``, and in alerts and dashboards of others: a name is never changed, and never used for another thing.
package struct MetricDescriptor: Sendable, Hashable {
    /// How a metric behaves.
    package enum Kind: Sendable, Hashable {
        /// It only grows, and begins at 0 with the process.
        case counter
        /// It is what it is now.
        case gauge
        /// It counts how many observations were at most so large; the bounds, rising, in the metric's unit.
        case histogram(bounds: [Double])
    }

    /// What a metric's numbers are of.
    package enum Unit: String, Sendable, Hashable {
        case events
        case entries
        case deliveries
        case messages
        case commands
        case seconds
        case bytes
        /// The number is none of anything: a state, or how many there are.
        case none = ""
    }

    /// Where a metric comes from.
    package enum Origin: Sendable, Hashable, CaseIterable {
        /// Counted by the process that does the work, whatever backend swift-metrics has.
        case work
        /// Read by `eventbus serve` from itself.
        case process
        /// Read from the server by `eventbus serve`, of the whole bus.
        case overview
    }

    /// The name.
    package let name: String
    /// How it behaves.
    package let kind: Kind
    /// What its numbers are of.
    package let unit: Unit
    /// Where it comes from.
    package let origin: Origin
    /// What it says, in one sentence.
    package let help: String
    /// The names of its labels, in the order in which their values are given.
    package let labels: [String]

    /// A metric that is counted where the work is done.
    static func work(
        _ name: String, _ kind: Kind, _ unit: Unit, by labels: [String] = [], _ help: String
    ) -> MetricDescriptor {
        MetricDescriptor(name: name, kind: kind, unit: unit, origin: .work, help: help, labels: labels)
    }

    /// A gauge that `eventbus serve` reads from itself.
    static func own(_ name: String, _ unit: Unit, by labels: [String] = [], _ help: String) -> MetricDescriptor {
        MetricDescriptor(name: name, kind: .gauge, unit: unit, origin: .process, help: help, labels: labels)
    }

    /// A gauge that is read from the server.
    static func seen(_ name: String, _ unit: Unit, by labels: [String] = [], _ help: String) -> MetricDescriptor {
        MetricDescriptor(name: name, kind: .gauge, unit: unit, origin: .overview, help: help, labels: labels)
    }

    /// Every metric.
    package static let all: [MetricDescriptor] =
        publishing + handling + delivering + routing + keeping + connecting + looping + outbox + models + overview
        + observing

    /// A metric by its name.
    package static func named(_ name: String) -> MetricDescriptor? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
