/// Pieces of Swift source.
enum SwiftText {
    /// How wide lines of generated code may be.
    static let width = 120

    /// A string literal.
    static func literal(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _
            where scalar.value < 0x20 || scalar.value == 0x7f || (0x2028...0x2029).contains(scalar.value)
                || scalar.properties.isBidiControl:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Lines of a documentation comment; none for an empty text.
    static func documentation(_ parts: [String?]) -> [String] {
        var lines: [String] = []
        for part in parts {
            for line in (part ?? "").split(whereSeparator: \.isNewline) {
                let text = line.drop { $0 == " " }
                if !text.isEmpty { lines.append("/// \(text)") }
            }
        }
        return lines
    }

    /// Items in as few lines as fit the width, the first after `head` if all fit there.
    static func list(_ head: String, _ items: [String], _ tail: String, separator: String = ",", indent: Int)
        -> [String]
    {
        let single = head + items.joined(separator: separator + " ") + tail
        if indent + single.count <= width { return [single] }
        return [head] + packed(items, separator: separator, last: tail, indent: indent + 4).map { "    " + $0 }
    }

    /// Items in as few lines as fit the width.
    static func packed(_ items: [String], separator: String, last: String = "", indent: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for (index, item) in items.enumerated() {
            let piece = item + (index == items.count - 1 ? last : separator)
            if line.isEmpty {
                line = piece
            } else if indent + line.count + 1 + piece.count <= width {
                line += " " + piece
            } else {
                lines.append(line)
                line = piece
            }
        }
        if !line.isEmpty { lines.append(line) }
        // A line that ends a statement needs no separator.
        return separator == ";" ? lines.map { $0.hasSuffix(";") ? String($0.dropLast()) : $0 } : lines
    }

    /// Lines one step to the right.
    static func indented(_ lines: [String]) -> [String] { lines.map { $0.isEmpty ? $0 : "    " + $0 } }
}
