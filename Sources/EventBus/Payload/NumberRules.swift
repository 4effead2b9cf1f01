/// What the catalogue asks of an integer.
public struct IntegerRule: Sendable {
    /// The least value that passes.
    public let minimum: Int128
    /// The greatest value that passes.
    public let maximum: Int128
    /// What the value is a multiple of.
    public let multipleOf: UInt64

    /// States a rule; what is left out is not asked. Exclusive bounds are given as the next integer.
    public init(minimum: Int128 = .min, maximum: Int128 = .max, multipleOf: UInt64 = 1) {
        self.minimum = minimum
        self.maximum = maximum
        self.multipleOf = multipleOf
    }

    @inline(__always)
    func violation(_ value: some FixedWidthInteger) -> InvalidPayload.Rule? {
        let wide = Int128(value)
        if wide < minimum { return .minimum }
        if wide > maximum { return .maximum }
        if multipleOf > 1, UInt64(value.magnitude) % multipleOf != 0 { return .multipleOf }
        return nil
    }

    func message(for rule: InvalidPayload.Rule) -> String {
        switch rule {
        case .minimum: "the number is below the minimum \(minimum)"
        case .maximum: "the number is above the maximum \(maximum)"
        default: "the number is not a multiple of \(multipleOf)"
        }
    }
}

/// What the catalogue asks of a double.
public struct NumberRule: Sendable {
    /// The least value that passes.
    public let minimum: Double
    /// The greatest value that passes.
    public let maximum: Double
    /// What every value that passes is above.
    public let exclusiveMinimum: Double
    /// What every value that passes is below.
    public let exclusiveMaximum: Double
    /// What the value is a multiple of; 0 asks nothing.
    public let multipleOf: Double

    /// States a rule; what is left out is not asked.
    public init(
        minimum: Double = -.infinity, maximum: Double = .infinity, exclusiveMinimum: Double = -.infinity,
        exclusiveMaximum: Double = .infinity, multipleOf: Double = 0
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.exclusiveMinimum = exclusiveMinimum
        self.exclusiveMaximum = exclusiveMaximum
        self.multipleOf = multipleOf
    }

    /// The first part of the rule that a value breaks; a value that is not finite is left to the writer.
    @inline(__always)
    func violation(_ value: Double) -> InvalidPayload.Rule? {
        guard value.isFinite else { return nil }
        if value < minimum || value <= exclusiveMinimum { return .minimum }
        if value > maximum || value >= exclusiveMaximum { return .maximum }
        if multipleOf > 0 {
            // A decimal step such as 0.01 has no exact double, so the quotient is compared with a tolerance.
            let steps = value / multipleOf
            if (steps - steps.rounded()).magnitude > 1e-9 * max(1, steps.magnitude) { return .multipleOf }
        }
        return nil
    }

    func message(for rule: InvalidPayload.Rule) -> String {
        switch rule {
        case .minimum where exclusiveMinimum > minimum: "the number is not above \(exclusiveMinimum)"
        case .minimum: "the number is below the minimum \(minimum)"
        case .maximum where exclusiveMaximum < maximum: "the number is not below \(exclusiveMaximum)"
        case .maximum: "the number is above the maximum \(maximum)"
        default: "the number is not a multiple of \(multipleOf)"
        }
    }
}
