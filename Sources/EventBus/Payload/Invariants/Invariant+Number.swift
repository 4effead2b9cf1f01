extension Invariant {
    /// A whole number or a double, compared with each other without rounding either.
    public enum Number: Sendable, Comparable {
        /// A whole number.
        case whole(Int128)
        /// A double; finite.
        case double(Double)

        /// A whole number, if there is one.
        public static func of(whole value: Int128?) -> Number? { value.map { .whole($0) } }

        /// A double, if there is one and it is finite.
        public static func of(double value: Double?) -> Number? {
            value.flatMap { $0.isFinite ? .double($0) : nil }
        }

        /// Whether the numbers are the same, of whatever kind.
        public static func == (left: Number, right: Number) -> Bool { order(left, right) == 0 }

        /// The order of numbers.
        public static func < (left: Number, right: Number) -> Bool { order(left, right) < 0 }

        /// -1, 0 or 1 as the first is below, equal to or above the second.
        private static func order(_ left: Number, _ right: Number) -> Int {
            switch (left, right) {
            case (.whole(let left), .whole(let right)): left < right ? -1 : left == right ? 0 : 1
            case (.double(let left), .double(let right)): left < right ? -1 : left == right ? 0 : 1
            case (.whole(let left), .double(let right)): order(left, right)
            case (.double(let left), .whole(let right)): -order(right, left)
            }
        }

        private static func order(_ whole: Int128, _ double: Double) -> Int {
            if double >= 0x1p127 { return -1 }
            if double < -0x1p127 { return 1 }
            let floor = Int128(double.rounded(.down))
            if whole != floor { return whole < floor ? -1 : 1 }
            return double.rounded(.down) < double ? -1 : 0
        }
    }
}
