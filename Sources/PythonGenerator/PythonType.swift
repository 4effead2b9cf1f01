import EventCatalogue
import LanguageSchema

/// Types as Python's hints.
enum PythonType {
    /// - Parameter isQuoted: Whether declared names stand in quotes, as where the hint is evaluated at once.
    static func hint(_ type: LanguageType, isQuoted: Bool = false) -> String {
        switch type {
        case .scalar(let scalar): self.scalar(scalar)
        case .declared(let name): isQuoted ? "\"\(name)\"" : name
        case .array(let inner): "List[\(hint(inner, isQuoted: isQuoted))]"
        case .map(let inner): "Dict[str, \(hint(inner, isQuoted: isQuoted))]"
        case .constant(let constant): scalar(constant.of)
        }
    }

    private static func scalar(_ type: FieldType) -> String {
        switch type {
        case .bool: "bool"
        case .int32, .int64, .uint64: "int"
        case .double: "float"
        case .bytes: "bytes"
        case .timestamp: "datetime"
        case .json: "Any"
        default: "str"
        }
    }

    /// A scalar of JSON as a literal; `nil` for others.
    static func literal(_ value: CatalogueValue, _ type: LanguageType) -> String? {
        switch (type, value) {
        case (.scalar(.bool), .bool(let value)), (.constant, .bool(let value)): return value ? "True" : "False"
        // Whole numbers, too, are floats then; a field may be called `float`, so no call of that stands here.
        case (.scalar(.double), .number(let text)): return Double(text).map { "\($0)" }
        case (.scalar(.int32), .number(let text)), (.scalar(.int64), .number(let text)),
            (.scalar(.uint64), .number(let text)), (.constant, .number(let text)):
            return text
        case (.scalar(let scalar), .string(let text)):
            return scalar == .timestamp || scalar == .bytes || scalar == .json ? nil : LanguageText.literal(text)
        case (.constant, .string(let text)): return LanguageText.literal(text)
        default: return nil
        }
    }
}
