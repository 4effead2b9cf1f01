extension CatalogueValue {
    /// The kind of value, for messages.
    var kindPhrase: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value as JSON in one line.
    package var json: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let text): return text
        case .string(let text): return Self.quoted(text)
        case .array(let items): return "[\(items.map(\.json).joined(separator: ","))]"
        case .object(let members):
            return "{\(members.map { "\(Self.quoted($0.name)):\($0.value.json)" }.joined(separator: ","))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension FieldType {
    /// The type with its article and what it is in JSON, for messages.
    var article: String {
        switch self {
        case .int32, .int64: "an \(word) (a number without quotes)"
        case .uint64, .double: "a \(word) (a number without quotes)"
        case .uint256, .uuid, .uri: "a \(word) (a text)"
        case .bool: "a bool (true or false, without quotes)"
        case .object, .array, .enumeration: "an \(word)"
        default: "a \(word)"
        }
    }
}

extension CatalogueValue {
    /// Whether two values are the same, numbers by their value and not by their text.
    func equals(_ other: CatalogueValue) -> Bool {
        guard case .number(let left) = self, case .number(let right) = other else { return self == other }
        return ExactNumber(left) == ExactNumber(right)
    }
}
