extension Invariant {
    /// Arithmetic of doubles: rounded as IEEE 754 says, and unknown where the result is not finite.
    public enum Real {
        /// The double nearest to a whole number.
        @inlinable
        public static func of(_ value: Int128?) -> Double? { value.map { Double($0) } }

        /// The sum of two numbers.
        @inlinable
        public static func add(_ left: Double?, _ right: Double?) -> Double? { result(left, right) { $0 + $1 } }

        /// The first number less the second.
        @inlinable
        public static func subtract(_ left: Double?, _ right: Double?) -> Double? { result(left, right) { $0 - $1 } }

        /// The product.
        @inlinable
        public static func multiply(_ left: Double?, _ right: Double?) -> Double? { result(left, right) { $0 * $1 } }

        /// The quotient.
        @inlinable
        public static func divide(_ left: Double?, _ right: Double?) -> Double? { result(left, right) { $0 / $1 } }

        /// What division to a whole quotient leaves, with the sign of the first.
        @inlinable
        public static func remainder(_ left: Double?, _ right: Double?) -> Double? {
            result(left, right) { $0.truncatingRemainder(dividingBy: $1) }
        }

        /// The number on the other side of zero.
        @inlinable
        public static func negate(_ value: Double?) -> Double? { value.map { -$0 } }

        /// The sum of what the items give, in their order from 0; unknown where there are no items to be had or one of
        /// them is unknown.
        @inlinable
        public static func sum<Items: Sequence>(_ items: Items?, _ value: (Items.Element) -> Double?) -> Double? {
            guard let items else { return nil }
            var total: Double? = 0
            for item in items where total != nil { total = add(total, value(item)) }
            return total
        }

        @inlinable
        static func result(_ left: Double?, _ right: Double?, _ operation: (Double, Double) -> Double) -> Double? {
            guard let left, let right else { return nil }
            let value = operation(left, right)
            return value.isFinite ? value : nil
        }
    }
}
