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

    /// Names a published event; `nil` for one that the harness did not publish.
    init?(_ event: StepTaken) {
        guard let aggregate = AggregateName(event.walk.utf8), (1..<(1 << 24)).contains(event.number) else { return nil }
        self.init(aggregate, Int(event.number))
    }

    var aggregate: AggregateName { AggregateName(packed: packed >> 24) }
    var number: Int { Int(packed & 0xff_ffff) }

    /// The event itself.
    var event: StepTaken { StepTaken(walk: aggregate.description, number: Int64(number)) }

    /// As in `1.3.17:42`.
    var description: String { "\(aggregate):\(number)" }

    /// By aggregate, then by number.
    static func < (left: EventName, right: EventName) -> Bool { left.packed < right.packed }
}
