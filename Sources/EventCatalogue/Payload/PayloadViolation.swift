/// One way in which a payload is not what its event declares.
package struct PayloadViolation: Error, Sendable, Hashable, CustomStringConvertible {
    /// The place.
    package let path: PayloadPath
    package let rule: Rule
    /// What is wrong; never repeats the value, which may be confidential.
    package let message: String

    /// What a payload is held to.
    package enum Rule: String, Sendable, Hashable, CaseIterable {
        /// A field that the event does not declare.
        case undeclared
        /// The text is not JSON.
        case syntax
        case required
        case notNull = "not_null"
        case type
        /// The text is not of the form that the type asks for.
        case format
        case minimum
        case maximum
        case exclusiveMinimum = "exclusive_minimum"
        case exclusiveMaximum = "exclusive_maximum"
        case multipleOf = "multiple_of"
        case minLength = "min_length"
        case maxLength = "max_length"
        case pattern
        case minItems = "min_items"
        case maxItems = "max_items"
        case uniqueItems = "unique_items"
        case keyPattern = "key_pattern"
        /// A value that a closed enum does not list.
        case enumeration = "enum"
        case constant = "const"
        case discriminator
        /// A key that is there twice.
        case duplicate
        /// A rule over several fields that does not hold.
        case invariant
    }

    /// States what is refused.
    package init(path: PayloadPath, rule: Rule, message: String) {
        self.path = path
        self.rule = rule
        self.message = message
    }

    /// `$.path: message (rule)`.
    package var description: String { "\(path): \(message) (\(rule.rawValue))" }
}
