/// Pieces of text that both languages need.
package enum LanguageText {
    /// The lines of a description, without those that are empty.
    package static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }

    /// A string literal that Python and TypeScript read alike; characters that show as nothing are escaped.
    package static func literal(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _
            where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                || (0x2028...0x2029).contains(scalar.value) || scalar.value == 0xFEFF
                || scalar.properties.isBidiControl:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The words of a name joined as `PascalCase`; `hokusai_site` is `HokusaiSite`.
    package static func pascalCase(_ name: String) -> String {
        let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let text = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return text.first.map(\.isNumber) ?? true ? "_" + text : text
    }

    /// The name with `_` for every character that no identifier has.
    package static func identifier(_ name: String) -> String {
        let text = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        return text.first.map(\.isNumber) ?? true ? "_" + text : text
    }
}

extension LanguageText {
    /// What a package is called where nobody says otherwise: the catalogue's id as an identifier, `ai_hokus_events`.
    package static func packageName(ofCatalogue id: String) -> String { identifier(id) }

    /// The first name that is not taken yet: the name itself, or with the suffix repeated.
    package static func free(_ name: String, suffix: String, taken: inout Set<String>) -> String {
        var candidate = name
        while !taken.insert(candidate).inserted { candidate += suffix }
        return candidate
    }
}
