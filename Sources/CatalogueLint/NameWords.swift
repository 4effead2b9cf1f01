/// The words of a name and the case that it is written in.
enum NameWords {
    /// The words in lower case: `order_no`, `order-no` and `orderNo` all have two.
    static func words(of name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in name {
            if "_-. :".contains(character) || (character.isUppercase && wasLower) {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if !"_-. :".contains(character) { word += character.lowercased() }
            wasLower = character.isLowercase || character.isNumber
        }
        return word.isEmpty ? words : words + [word]
    }

    /// The last word; of a name that may be a plural also what it would be as a singular.
    static func lastWords(of name: String, isPlural: Bool) -> [String] {
        guard let last = words(of: name).last else { return [] }
        return isPlural && last.hasSuffix("s") ? [last, String(last.dropLast())] : [last]
    }

    /// Whether a name is lower-case words of letters and digits with one `_` between.
    static func isSnakeCase(_ name: String) -> Bool {
        let words = name.split(separator: "_", omittingEmptySubsequences: false)
        return name.first?.isLowercase ?? false
            && words.allSatisfy { word in !word.isEmpty && word.utf8.allSatisfy { isLower($0) || isDigit($0) } }
    }

    /// Whether a name is words of letters and digits that begin with capitals, without anything between.
    static func isPascalCase(_ name: String) -> Bool {
        name.first?.isUppercase ?? false && name.utf8.allSatisfy { isLower($0 | 0x20) || isDigit($0) }
    }

    /// The name in lower case with one `_` between its words.
    static func snakeCase(_ name: String) -> String { words(of: name).joined(separator: "_") }

    /// The name with a capital at the beginning of each word.
    static func pascalCase(_ name: String) -> String {
        name.split { "_-. :".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
