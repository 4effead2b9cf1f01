/// What a value must satisfy beyond its type; `nil` means no such rule.
package struct Constraints: Sendable, Hashable {
    /// Inclusive bounds and step of a number, as written (a JSON number; for `uint256` and `decimal` a digit string).
    package var minimum: String?
    package var maximum: String?
    package var exclusiveMinimum: String?
    package var exclusiveMaximum: String?
    package var multipleOf: String?
    /// Lengths in Unicode scalars (`bytes`: in decoded bytes).
    package var minLength: Int?
    package var maxLength: Int?
    /// In the portable subset that ``PatternAutomaton`` compiles.
    package var pattern: String?
    /// How many items an array or entries a map has.
    package var minItems: Int?
    package var maxItems: Int?
    package var uniqueItems = false
    /// The pattern of a map's keys.
    package var keyPattern: String?

    /// Whether there is nothing to satisfy.
    package var isEmpty: Bool { self == Constraints() }
}
