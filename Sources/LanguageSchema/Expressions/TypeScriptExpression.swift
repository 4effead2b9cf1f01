package import EventCatalogue

/// Rules of the catalogue in TypeScript.
package enum TypeScriptExpression {
    /// An expression over a payload `p` (plain JSON values; whole numbers may be `bigint`): `true`, `false`, or `null`
    /// where the rule is unknown. It needs what ``runtime`` declares.
    package static func render(_ expression: InvariantExpression) -> String {
        PortableExpression(
            quoted: literal, constant: value, whole: { "\($0)n" }, function: { "(\($0): any) => \($1)" },
            truth: { $0 ? "true" : "false" }
        ).text(expression)
    }

    private static func literal(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value >= 0x20 && scalar.value < 0x7F: result.unicodeScalars.append(scalar)
            default: result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result + "\""
    }

    private static func value(_ value: CatalogueValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        // A whole number that a JavaScript number does not hold keeps its digits.
        case .number(let text): Int128(text).map { $0.magnitude > 1 << 53 ? "\(text)n" : text } ?? text
        case .string(let text): literal(text)
        case .array(let items): "[\(items.map { self.value($0) }.joined(separator: ", "))]"
        case .object(let members):
            "{\(members.map { "\(key($0.name)): \(self.value($0.value))" }.joined(separator: ", "))}"
        }
    }

    /// `__proto__` is a field like others only in brackets.
    private static func key(_ name: String) -> String { "[\(literal(name))]" }
}
