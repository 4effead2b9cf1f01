/// Why a rule's text is refused, and where in the text.
package struct ExpressionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The place in the rule's text, in Unicode scalars counted from 1.
    package let column: Int
    /// What is wrong and what to write instead.
    package let message: String

    /// `message (at column N of the rule)`.
    package var description: String { "\(message) (at column \(column) of the rule)" }
}
