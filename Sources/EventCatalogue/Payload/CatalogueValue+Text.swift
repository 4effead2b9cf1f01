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

    /// The value as JSON over several lines, two spaces for each level, with a line break at the end; what is short and
    /// holds no object or array stands in one line.
    package var indentedJSON: String {
        var text = ""
        write(to: &text, indent: "")
        return text + "\n"
    }

    private func write(to text: inout String, indent: String) {
        let inner = indent + "  "
        switch self {
        case .array(let items) where !isShort(indent):
            text += "[\n"
            for (index, item) in items.enumerated() {
                text += inner
                item.write(to: &text, indent: inner)
                text += index == items.count - 1 ? "\n" : ",\n"
            }
            text += indent + "]"
        case .object(let members) where !isShort(indent):
            text += "{\n"
            for (index, member) in members.enumerated() {
                text += "\(inner)\(Self.quoted(member.name)): "
                member.value.write(to: &text, indent: inner)
                text += index == members.count - 1 ? "\n" : ",\n"
            }
            text += indent + "}"
        default: text += spaced
        }
    }

    private func isShort(_ indent: String) -> Bool {
        let items: [CatalogueValue]
        switch self {
        case .array(let elements): items = elements
        case .object(let members): items = members.map(\.value)
        default: return true
        }
        guard items.allSatisfy({ !$0.isContainer }) else { return false }
        return indent.utf8.count + spaced.utf8.count <= 100
    }

    private var isContainer: Bool {
        switch self {
        case .array(let items): !items.isEmpty
        case .object(let members): !members.isEmpty
        default: false
        }
    }

    /// In one line, with a space after each comma and colon.
    private var spaced: String {
        switch self {
        case .array(let items): "[\(items.map(\.spaced).joined(separator: ", "))]"
        case .object(let members):
            members.isEmpty
                ? "{}" : "{ \(members.map { "\(Self.quoted($0.name)): \($0.value.spaced)" }.joined(separator: ", ")) }"
        default: json
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
            // Besides what JSON asks for, what YAML and editors do not take as text.
            case _
            where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0xFEFF
                || (0x2028...0x2029).contains(scalar.value) || (0xFFFE...0xFFFF).contains(scalar.value):
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
    /// Whether two values are the same in JSON: numbers by their value, texts by their bytes, members in any order.
    package func equals(_ other: CatalogueValue) -> Bool { ValueIdentity(self) == ValueIdentity(other) }
}
