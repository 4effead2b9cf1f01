/// Text of the catalogue in Markdown.
enum MarkdownText {
    /// A text in one line, that means nothing but itself.
    static func plain(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "\n", "\r": result += " "
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\\", "*", "[", "]", "`", "|", "~", "#": result += "\\\(scalar)"
            case "_":
                let isInside =
                    index > 0 && index + 1 < scalars.count && isWord(scalars[index - 1])
                    && isWord(scalars[index + 1])
                result += isInside ? "_" : "\\_"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// A piece of code in a line of text or a cell of a table.
    static func code(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("|", with: "\\|")
        let longest = line.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        let isPadded = line.hasPrefix("`") || line.hasSuffix("`")
        return isPadded ? "\(fence) \(line) \(fence)" : "\(fence)\(line)\(fence)"
    }

    /// A line of a table.
    static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

    /// The anchor that renderers give a heading.
    static func anchor(_ heading: String) -> String {
        String(
            heading.lowercased().compactMap {
                $0 == " " ? "-" : $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : nil
            })
    }
}
