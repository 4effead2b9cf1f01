/// The name of a rule, as diagnostics and `ignore` write it: `UNKNOWN_KEY`.
package struct RuleID: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let rawValue: String

    /// Takes a name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Takes a name.
    package init(stringLiteral name: String) { self.init(rawValue: name) }

    /// The name.
    package var description: String { rawValue }
}
