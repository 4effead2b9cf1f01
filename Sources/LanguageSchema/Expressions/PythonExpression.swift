package import EventCatalogue

/// Rules of the catalogue in Python.
package enum PythonExpression {
    /// An expression over a payload `p` (a `dict` of plain JSON values as `json.loads` gives them): `True`, `False`, or
    /// `None` where the rule is unknown. It needs what ``runtime`` declares.
    package static func render(_ expression: InvariantExpression) -> String {
        PortableExpression(
            quoted: literal, constant: value, whole: { $0 }, function: { "lambda \($0): \($1)" },
            truth: { $0 ? "True" : "False" }
        ).text(expression)
    }

    private static func literal(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value >= 0x20 && scalar.value < 0x7F: result.unicodeScalars.append(scalar)
            default:
                let hex = String(scalar.value, radix: 16)
                result += "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
            }
        }
        return result + "\""
    }

    private static func value(_ value: CatalogueValue) -> String {
        switch value {
        case .null: "None"
        case .bool(let value): value ? "True" : "False"
        case .number(let text): text
        case .string(let text): literal(text)
        case .array(let items): "[\(items.map { self.value($0) }.joined(separator: ", "))]"
        case .object(let members):
            "{\(members.map { "\(literal($0.name)): \(self.value($0.value))" }.joined(separator: ", "))}"
        }
    }
}
