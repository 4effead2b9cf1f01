/// A pattern of the catalogue as every validator reads it.
///
/// `\d`, `\w`, `\s` and `.` are written out, since dialects differ on what they stand for, and characters are escaped
/// only where the Unicode mode of ECMA-262 takes that.
enum PortablePattern {
    /// The same pattern, written out.
    static func text(_ pattern: String) -> String {
        var result = String.UnicodeScalarView()
        var isInClass = false
        var isEscaped = false
        for scalar in pattern.unicodeScalars {
            if isEscaped {
                isEscaped = false
                result.append(contentsOf: escaped(scalar, isInClass: isInClass).unicodeScalars)
                continue
            }
            switch scalar {
            case "\\":
                isEscaped = true
                continue
            case "[": isInClass = true
            case "]": isInClass = false
            case "." where !isInClass:
                result.append(contentsOf: "[^\\n\\r\\u2028\\u2029]".unicodeScalars)
                continue
            default: break
            }
            result.append(scalar)
        }
        return String(result)
    }

    private static func escaped(_ scalar: Unicode.Scalar, isInClass: Bool) -> String {
        if let set = sets[scalar] { return isInClass ? set : "[\(set)]" }
        // Within a class a complement has no short form that all read alike.
        if let set = complements[scalar], !isInClass { return "[^\(set)]" }
        switch scalar {
        case "a"..."z", "A"..."Z", "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/":
            return "\\\(scalar)"
        case "-" where isInClass: return "\\-"
        default: return "\(scalar)"
        }
    }

    private static let sets: [Unicode.Scalar: String] = ["d": "0-9", "w": "0-9A-Z_a-z", "s": "\\t\\n\\v\\f\\r "]
    private static let complements: [Unicode.Scalar: String] = ["D": "0-9", "W": "0-9A-Z_a-z", "S": "\\t\\n\\v\\f\\r "]
}
