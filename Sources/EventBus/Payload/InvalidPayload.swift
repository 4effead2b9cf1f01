/// A payload that the catalogue or JSON itself refuses, and where.
public struct InvalidPayload: Error, Sendable, Hashable, CustomStringConvertible {
    /// The place, as a JSON path: `$`, `$.tags.dataset`, `$.contributors[2].weight_bps`.
    public let path: String
    /// The rule that is broken.
    public let rule: Rule
    /// What is wrong and what would be right, in words.
    public let message: String
    /// Where in the text reading stopped, in bytes from its start; `nil` when writing.
    public let offset: Int?

    /// Why a payload is refused.
    public enum Rule: String, Sendable, Hashable, CaseIterable {
        /// The text is not JSON (RFC 8259), or not UTF-8.
        case syntax
        /// The text is longer or deeper than the reader allows, or a number is out of its type's range.
        case limit
        /// A name stands twice in one object.
        case duplicateName = "duplicate_name"
        /// A required field is absent.
        case required
        /// A field that may not be null is null.
        case nullable
        /// The value has another type than the catalogue declares.
        case type
        /// The value is none of a closed enum, or no case of a union.
        case enumeration = "enum"
        /// The value is not the declared constant.
        case const
        /// A number is NaN or infinite, which JSON cannot say.
        case finite
        /// A number is below the minimum.
        case minimum
        /// A number is above the maximum.
        case maximum
        /// A number is not a multiple of the declared step.
        case multipleOf = "multiple_of"
        /// A string has too few characters.
        case minLength = "min_length"
        /// A string has too many characters.
        case maxLength = "max_length"
        /// A string does not match the declared pattern.
        case pattern
        /// A string is not of the declared form (a UUID, a date, …).
        case format
        /// An array or map has too few members.
        case minItems = "min_items"
        /// An array or map has too many members.
        case maxItems = "max_items"
        /// An array holds a value twice.
        case uniqueItems = "unique_items"
        /// A rule over several fields does not hold.
        case invariant
        /// The payload is of a major version that this reader cannot read.
        case version
        /// A value of an older major version cannot be changed as the catalogue's upcasts say.
        case upcast
    }

    /// States what is refused.
    public init(path: String, rule: Rule, message: String, offset: Int? = nil) {
        self.path = path
        self.rule = rule
        self.message = message
        self.offset = offset
    }

    /// `$.field: what is wrong [rule]`, with the byte offset where there is one.
    public var description: String {
        let place = offset.map { " (at byte \($0))" } ?? ""
        return "\(path): \(message)\(place) [\(rule.rawValue)]"
    }
}
