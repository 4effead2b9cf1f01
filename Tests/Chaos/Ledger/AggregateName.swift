/// An aggregate of the harness: which publisher made it, in which of its lives, and the how-manieth it was.
///
/// A publisher that is started again takes new aggregates, so that the numbers of each come from one process.
struct AggregateName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Publisher, life and ordinal in 40 bits.
    let packed: UInt64

    init(publisher: Int, life: Int, ordinal: Int) {
        precondition((0..<64).contains(publisher) && (0..<1_024).contains(life) && (0..<(1 << 24)).contains(ordinal))
        packed = UInt64(publisher) << 34 | UInt64(life) << 24 | UInt64(ordinal)
    }

    init(packed: UInt64) {
        self.packed = packed
    }

    /// Reads the description.
    init?(_ text: some Sequence<UInt8>) {
        var parts = DecimalFields(text)
        guard let publisher = parts.next(endingWith: "."), let life = parts.next(endingWith: "."),
            let ordinal = parts.last(), publisher < 64, life < 1_024, ordinal < 1 << 24
        else { return nil }
        self.init(publisher: Int(publisher), life: Int(life), ordinal: Int(ordinal))
    }

    /// As in `1.3.17`.
    var description: String { "\(packed >> 34).\(packed >> 24 & 1_023).\(packed & 0xff_ffff)" }

    static func < (left: AggregateName, right: AggregateName) -> Bool { left.packed < right.packed }
}
