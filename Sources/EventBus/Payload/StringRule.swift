/// What the catalogue asks of a string.
public struct StringRule: Sendable {
    /// The fewest characters, counted as Unicode scalars.
    public let minLength: Int
    /// The most characters, counted as Unicode scalars.
    public let maxLength: Int
    /// The pattern that the string matches.
    public let pattern: PatternMatcher?
    /// The form that the string has.
    public let format: StringFormat?
    /// The numbers between which a string of decimal digits lies.
    public let bounds: DecimalBounds?

    /// States a rule; what is left out is not asked.
    public init(
        minLength: Int = 0, maxLength: Int = .max, pattern: PatternMatcher? = nil, format: StringFormat? = nil,
        bounds: DecimalBounds? = nil
    ) {
        self.minLength = minLength
        self.maxLength = maxLength
        self.pattern = pattern
        self.format = format
        self.bounds = bounds
    }

    /// The first part of the rule that a string of UTF-8 breaks; `nil` where it passes.
    @inline(__always)
    func violation(_ text: UnsafeRawBufferPointer) -> InvalidPayload.Rule? {
        let bytes = text.count
        // A scalar takes one to four bytes, so most strings pass without being counted.
        if minLength > 1 ? bytes < minLength * 4 : bytes < minLength {
            guard let start = text.baseAddress, Bytes.scalarCount(start, bytes) >= minLength else { return .minLength }
        }
        if bytes > maxLength, let start = text.baseAddress, Bytes.scalarCount(start, bytes) > maxLength {
            return .maxLength
        }
        if let pattern, !pattern.matches(text) { return .pattern }
        if let format, !format.matches(text) { return .format }
        if let bounds { return bounds.violation(text) }
        return nil
    }

    func message(for rule: InvalidPayload.Rule) -> String {
        switch rule {
        case .minLength: "the string is shorter than \(minLength) characters"
        case .maxLength: "the string is longer than \(maxLength) characters"
        case .pattern: "the string does not match the pattern \(pattern?.source ?? "")"
        case .minimum: "the number is below \(bounds?.lowest ?? "the minimum")"
        case .maximum: "the number is above \(bounds?.highest ?? "the maximum")"
        default: "the string is not \(format?.words ?? "of the declared form")"
        }
    }
}
