extension Invariant {
    /// A decimal number of any length; sums, differences and products are exact.
    public struct Decimal: Sendable, Comparable {
        private let isNegative: Bool
        /// Decimal digits of the number times 10^scale, the least significant first, without zeros at the end.
        private let digits: [UInt8]
        private let scale: Int

        /// The longest text that is read, in bytes; a longer one is unknown.
        private static let longest = 1000

        /// Reads `-12.50`; `nil` for no text, for other texts and for those of more than 1,000 bytes.
        public init?(_ text: String?) {
            guard let text, text.utf8.count <= Self.longest else { return nil }
            var rest = Substring(text).utf8
            let isNegative = rest.first == UInt8(ascii: "-")
            if isNegative { rest.removeFirst() }
            let parts = rest.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 &- 0x30 < 10 } }) else { return nil }
            let digits = parts.joined().map { $0 - 0x30 }
            self.init(isNegative, digits.reversed(), scale: parts.count == 2 ? parts[1].count : 0)
        }

        /// A whole number, if there is one.
        public static func of(whole value: Int128?) -> Decimal? { value.flatMap { Decimal("\($0)") } }

        private init(_ isNegative: Bool, _ digits: [UInt8], scale: Int) {
            var digits = digits
            while digits.last == 0 { digits.removeLast() }
            self.digits = digits
            self.isNegative = isNegative && !digits.isEmpty
            self.scale = scale
        }

        // MARK: Order

        /// Whether the numbers are the same: `1.0` is `1`.
        public static func == (left: Decimal, right: Decimal) -> Bool {
            let (one, other) = aligned(left, right)
            return left.isNegative == right.isNegative && one == other
        }

        /// The order of numbers.
        public static func < (left: Decimal, right: Decimal) -> Bool {
            if left.isNegative != right.isNegative { return left.isNegative }
            let (one, other) = aligned(left, right)
            return left.isNegative ? isBelow(other, one) : isBelow(one, other)
        }

        // MARK: Arithmetic

        /// The sum of two numbers.
        public static func add(_ left: Decimal?, _ right: Decimal?) -> Decimal? {
            guard let left, let right else { return nil }
            let (one, other) = aligned(left, right)
            let scale = max(left.scale, right.scale)
            if left.isNegative == right.isNegative { return Decimal(left.isNegative, sum(one, other), scale: scale) }
            return isBelow(one, other)
                ? Decimal(right.isNegative, difference(other, one), scale: scale)
                : Decimal(left.isNegative, difference(one, other), scale: scale)
        }

        /// The first number less the second.
        public static func subtract(_ left: Decimal?, _ right: Decimal?) -> Decimal? { add(left, negate(right)) }

        /// The product.
        public static func multiply(_ left: Decimal?, _ right: Decimal?) -> Decimal? {
            guard let left, let right else { return nil }
            var digits = [Int](repeating: 0, count: left.digits.count + right.digits.count + 1)
            for (row, digit) in left.digits.enumerated() {
                for (column, factor) in right.digits.enumerated() { digits[row + column] += Int(digit) * Int(factor) }
            }
            for place in digits.indices.dropLast() {
                digits[place + 1] += digits[place] / 10
                digits[place] %= 10
            }
            return Decimal(
                left.isNegative != right.isNegative, digits.map { UInt8($0) }, scale: left.scale + right.scale)
        }

        /// The number on the other side of zero.
        public static func negate(_ value: Decimal?) -> Decimal? {
            value.map { Decimal(!$0.isNegative, $0.digits, scale: $0.scale) }
        }

        /// The sum of what the items give; unknown where there are no items to be had or one of them is unknown.
        public static func sum<Items: Sequence>(_ items: Items?, _ value: (Items.Element) -> Decimal?) -> Decimal? {
            guard let items else { return nil }
            var total: Decimal? = Decimal(false, [], scale: 0)
            for item in items where total != nil { total = add(total, value(item)) }
            return total
        }

        // MARK: Magnitudes, the least significant digit first

        private static func aligned(_ left: Decimal, _ right: Decimal) -> ([UInt8], [UInt8]) {
            let scale = max(left.scale, right.scale)
            return (left.digits(scale: scale), right.digits(scale: scale))
        }

        private func digits(scale wanted: Int) -> [UInt8] {
            digits.isEmpty || wanted == scale ? digits : [UInt8](repeating: 0, count: wanted - scale) + digits
        }

        private static func isBelow(_ left: [UInt8], _ right: [UInt8]) -> Bool {
            left.count == right.count
                ? left.reversed().lexicographicallyPrecedes(right.reversed()) : left.count < right.count
        }

        private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
            var result: [UInt8] = []
            var carry: UInt8 = 0
            for place in 0..<max(left.count, right.count) {
                let digit =
                    (place < left.count ? left[place] : 0) + (place < right.count ? right[place] : 0) + carry
                result.append(digit % 10)
                carry = digit / 10
            }
            return carry > 0 ? result + [carry] : result
        }

        /// `left` is not below `right`.
        private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
            var result: [UInt8] = []
            var borrow: UInt8 = 0
            for place in left.indices {
                let digit = 10 + left[place] - (place < right.count ? right[place] : 0) - borrow
                result.append(digit % 10)
                borrow = digit < 10 ? 1 : 0
            }
            return result
        }
    }
}
