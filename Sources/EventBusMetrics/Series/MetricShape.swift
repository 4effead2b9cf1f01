package import EventBus

/// What a family of series has in common, as Prometheus shows it.
package struct MetricShape: Sendable, Hashable {
    /// The type that the text names.
    package enum SampleType: String, Sendable, Hashable {
        case counter, gauge, histogram
    }

    /// The name.
    package let name: String
    /// The type.
    package let type: SampleType
    /// What it says.
    package let help: String
    /// The bounds of a histogram's buckets, rising.
    package let bounds: [Double]

    /// Whether each series has buckets.
    package var isHistogram: Bool { type == .histogram }

    /// The bounds of a histogram that nobody has declared: powers of roughly two and a half, from a millisecond.
    static let usualBounds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    private init(name: String, type: SampleType, help: String, bounds: [Double] = []) {
        self.name = name
        self.type = type
        self.help = help
        self.bounds = bounds
    }

    /// The shape of a metric of ours.
    package init(_ descriptor: MetricDescriptor) {
        switch descriptor.kind {
        case .counter: self.init(name: descriptor.name, type: .counter, help: descriptor.help)
        case .gauge: self.init(name: descriptor.name, type: .gauge, help: descriptor.help)
        case .histogram(let bounds):
            self.init(name: descriptor.name, type: .histogram, help: descriptor.help, bounds: bounds)
        }
    }

    /// The shape of whatever is counted under a label.
    init(counter label: String) { self.init(label, .counter, suffix: "_total") }

    /// The shape of whatever is set under a label.
    init(gauge label: String) { self.init(label, .gauge, suffix: "") }

    /// The shape of whatever is recorded under a label.
    init(recorder label: String) { self.init(label, .histogram, suffix: "") }

    /// The shape of whatever is timed under a label.
    init(timer label: String) { self.init(label, .histogram, suffix: "_seconds") }

    private init(_ label: String, _ type: SampleType, suffix: String) {
        if let descriptor = MetricDescriptor.named(label) {
            self.init(descriptor)
            return
        }
        let name = MetricLabels.name(label, allowingColon: true)
        self.init(
            name: name.hasSuffix(suffix) ? name : name + suffix, type: type, help: "Reported as \(label).",
            bounds: type == .histogram ? Self.usualBounds : [])
    }
}
