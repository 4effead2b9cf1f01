extension Invariant {
    /// Arithmetic of whole numbers: exact, and unknown where the result has more than 128 bits or a divisor is 0.
    public enum Whole {
        /// A whole number of any type.
        @inlinable
        public static func of<Value: BinaryInteger>(_ value: Value?) -> Int128? {
            value.flatMap { Int128(exactly: $0) }
        }

        /// The sum of two numbers.
        @inlinable
        public static func add(_ left: Int128?, _ right: Int128?) -> Int128? {
            result(left, right) { $0.addingReportingOverflow($1) }
        }

        /// The first number less the second.
        @inlinable
        public static func subtract(_ left: Int128?, _ right: Int128?) -> Int128? {
            result(left, right) { $0.subtractingReportingOverflow($1) }
        }

        /// The product.
        @inlinable
        public static func multiply(_ left: Int128?, _ right: Int128?) -> Int128? {
            result(left, right) { $0.multipliedReportingOverflow(by: $1) }
        }

        /// The quotient, towards zero.
        @inlinable
        public static func divide(_ left: Int128?, _ right: Int128?) -> Int128? {
            result(left, right) { $0.dividedReportingOverflow(by: $1) }
        }

        /// What division leaves, with the sign of the first.
        @inlinable
        public static func remainder(_ left: Int128?, _ right: Int128?) -> Int128? {
            result(left, right) { $0.remainderReportingOverflow(dividingBy: $1) }
        }

        /// The number on the other side of zero.
        @inlinable
        public static func negate(_ value: Int128?) -> Int128? { subtract(0, value) }

        /// The sum of what the items give, from 0; unknown where there are no items to be had or one of them is unknown.
        @inlinable
        public static func sum<Items: Sequence>(_ items: Items?, _ value: (Items.Element) -> Int128?) -> Int128? {
            guard let items else { return nil }
            var total: Int128? = 0
            for item in items where total != nil { total = add(total, value(item)) }
            return total
        }

        @inlinable
        static func result(
            _ left: Int128?, _ right: Int128?, _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
        ) -> Int128? {
            guard let left, let right else { return nil }
            let (value, overflow) = operation(left, right)
            return overflow ? nil : value
        }
    }
}
