/// How one field is declared, written and read.
struct FieldPlan {
    /// The name on the wire.
    let wireName: String
    /// The property's name, without backticks.
    let property: String
    let value: ValuePlan
    /// What happens where there is no value.
    let absence: Absence
    /// The default as an expression; `nil` where there is none.
    let defaultValue: String?
    /// Lines of documentation.
    let documentation: [String]
    /// The message of `@available(*, deprecated)`.
    let deprecation: String?
    /// Whether the value may hold another of the struct that it is a field of.
    let isRecursive: Bool
    /// Whether the value is any JSON, of which null is one.
    let isJSON: Bool

    /// What happens where there is no value.
    enum Absence {
        /// There always is one.
        case never
        /// `nil` is written as null, and the field must stand in what is read.
        case null
        /// `nil` is written as null; the field may be missing in what is read.
        case nullOrMissing
        /// `nil` is not written.
        case missing
    }

    var isOptional: Bool { absence != .never }
    var swiftType: String { isOptional ? value.type + "?" : value.type }

    /// What is stored: the property itself, unless reading it warns or it would hold itself.
    var storage: String { isComputed ? property + "Storage" : property }
    var isComputed: Bool { deprecation != nil || isRecursive }

    /// The stored value as an expression.
    var stored: String { "self." + SwiftName.quoted(storage) + (isRecursive ? ".first" : "") }

    /// The statement that stores the value of an expression of the property's type.
    func store(_ expression: String) -> String {
        let target = "self." + SwiftName.quoted(storage)
        return isRecursive ? "\(target) = \(expression).map { [$0] } ?? []" : "\(target) = \(expression)"
    }

    /// The statement that stores what is read.
    var storeRead: String {
        let target = "self." + SwiftName.quoted(storage)
        return isRecursive ? "\(target) = [\(value.read)]" : "\(target) = \(value.read)"
    }
}
