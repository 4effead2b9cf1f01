/// The numbers between which a decimal number of any length lies; compared digit by digit, so nothing is rounded.
public struct DecimalBounds: Sendable {
    private let minimum: String?
    private let maximum: String?
    private let exclusiveMinimum: String?
    private let exclusiveMaximum: String?

    /// States bounds as decimal numbers; what is left out is not asked.
    public init(
        minimum: String? = nil, maximum: String? = nil, exclusiveMinimum: String? = nil, exclusiveMaximum: String? = nil
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.exclusiveMinimum = exclusiveMinimum
        self.exclusiveMaximum = exclusiveMaximum
    }

    var lowest: String? { minimum ?? exclusiveMinimum.map { "or equal to \($0)" } }
    var highest: String? { maximum ?? exclusiveMaximum.map { "or equal to \($0)" } }

    /// The bound that a number breaks; `nil` where it passes.
    func violation(_ text: UnsafeRawBufferPointer) -> InvalidPayload.Rule? {
        let number = Parts(Array(text))
        if let minimum, number < Parts(Array(minimum.utf8)) { return .minimum }
        if let exclusiveMinimum, !(Parts(Array(exclusiveMinimum.utf8)) < number) { return .minimum }
        if let maximum, Parts(Array(maximum.utf8)) < number { return .maximum }
        if let exclusiveMaximum, !(number < Parts(Array(exclusiveMaximum.utf8))) { return .maximum }
        return nil
    }

    /// A decimal number's digits without zeros that say nothing.
    private struct Parts {
        let isNegative: Bool
        let whole: ArraySlice<UInt8>
        let fraction: ArraySlice<UInt8>

        init(_ text: [UInt8]) {
            var rest = text[...]
            let sign = rest.first == UInt8(ascii: "-")
            if sign { rest.removeFirst() }
            let point = rest.firstIndex(of: UInt8(ascii: "."))
            whole = rest[..<(point ?? rest.endIndex)].drop { $0 == UInt8(ascii: "0") }
            var decimals = point.map { rest[($0 + 1)...] } ?? []
            while decimals.last == UInt8(ascii: "0") { decimals.removeLast() }
            fraction = decimals
            isNegative = sign && !(whole.isEmpty && decimals.isEmpty)
        }

        static func < (left: Parts, right: Parts) -> Bool {
            if left.isNegative != right.isNegative { return left.isNegative }
            return left.isNegative ? isCloserToZero(right, left) : isCloserToZero(left, right)
        }

        private static func isCloserToZero(_ left: Parts, _ right: Parts) -> Bool {
            if left.whole.count != right.whole.count { return left.whole.count < right.whole.count }
            if !left.whole.elementsEqual(right.whole) { return left.whole.lexicographicallyPrecedes(right.whole) }
            return left.fraction.lexicographicallyPrecedes(right.fraction)
        }
    }
}
