/// Text of the catalogue in HTML.
enum HTMLText {
    /// A text that means nothing but itself, in content and in quoted attributes.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A piece of code.
    static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

    /// The id of an element: letters, digits, `-`, `_` and `.` only.
    static func id(_ kind: String, _ name: String) -> String {
        "\(kind)-" + String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" })
    }

    /// A link that searches for a service, a team or a stream.
    static func search(_ key: String, _ name: String) -> String {
        "<a class=\"ref\" href=\"#q=\(escaped("\(key):\(name)"))\">\(escaped(name))</a>"
    }
}
