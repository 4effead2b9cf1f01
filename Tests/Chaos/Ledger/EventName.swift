import EventBus

/// An event of the harness: the n-th of its aggregate.
struct EventName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The aggregate and the number in 64 bits.
    let packed: UInt64

    init(_ aggregate: AggregateName, _ number: Int) {
        precondition((1..<(1 << 24)).contains(number), "events are counted from 1")
        packed = aggregate.packed << 24 | UInt64(number)
    }

    /// Reads the description.
    init?(_ text: some Collection<UInt8>) {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), let aggregate = AggregateName(text[..<colon])
        else { return nil }
        var rest = DecimalFields(text[text.index(after: colon)...])
        guard let number = rest.last(), (1..<(1 << 24)).contains(number) else { return nil }
        self.init(aggregate, Int(number))
    }

    /// Names a published event of either type; `nil` for one that the harness did not publish.
    init?(walk: String, number: Int64) {
        guard let aggregate = AggregateName(walk.utf8), (1..<(1 << 24)).contains(number) else { return nil }
        self.init(aggregate, Int(number))
    }

    /// Reads the payload of an event of either type, since they have the same fields.
    init?(payload: [UInt8]) {
        guard let event = try? StepTaken(payload: payload) else { return nil }
        self.init(walk: event.walk, number: event.number)
    }

    var aggregate: AggregateName { AggregateName(packed: packed >> 24) }
    var number: Int { Int(packed & 0xff_ffff) }

    /// As in `1.3.17:42`.
    var description: String { "\(aggregate):\(number)" }

    /// By aggregate, then by number.
    static func < (left: EventName, right: EventName) -> Bool { left.packed < right.packed }
}
