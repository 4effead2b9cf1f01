/// The texts of a payload that its shown form does not hold: the mark takes their place wherever another text repeats them.
///
/// Those of fewer than three characters are left, since they stand in any text.
package struct HiddenTexts: Sendable {
    /// What stands in the place of a value that is not shown.
    package static let mark = "***"

    /// The longest first, so that a text within another does not break it up.
    private let texts: [String]

    /// Compares a payload with what is shown of it.
    package init(whole: JSONValue, shown: JSONValue) {
        let seen = Set(Self.texts(of: shown))
        let hidden = Set(Self.texts(of: whole)).subtracting(seen).filter { $0.unicodeScalars.count >= 3 }
        texts = hidden.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    /// A text with the mark in the place of every hidden one, looked for by its bytes.
    package func masked(_ text: String) -> String {
        let bytes = texts.reduce(Array(text.utf8)) { $0.replacing(Array($1.utf8), with: Self.mark.utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func texts(of value: JSONValue) -> [String] {
        switch value {
        case .null, .bool: []
        case .number(let number): [number.text]
        case .string(let text): [text]
        case .array(let items): items.flatMap { texts(of: $0) }
        case .object(let object): object.members.flatMap { texts(of: $0.value) }
        }
    }
}
