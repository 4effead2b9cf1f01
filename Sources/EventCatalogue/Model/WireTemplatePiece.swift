/// A piece of the template of a wire's derived key: `{name}`, `{name|upper}`, `{name|lower}` or text.
package enum WireTemplatePiece: Sendable, Hashable {
    /// Text that stands as it is.
    case text(String)
    /// The value of a field.
    case field(String, LetterCase, isTimestamp: Bool)
    /// What the envelope says.
    case attribute(Attribute, LetterCase)

    /// An attribute of the envelope. Its name in a template means the attribute, even where a field has the same.
    package enum Attribute: String, Sendable, Hashable, CaseIterable {
        case id
        case type
        case version
        case source
        case time
        case subject
    }

    /// What becomes of the letters of a text.
    package enum LetterCase: String, Sendable, Hashable, CaseIterable {
        case kept
        case upper
        case lower

        /// The words that may stand behind `|`.
        package static let words = [upper.rawValue, lower.rawValue]
    }
}

extension WireDefinition.Derived {
    /// The template's pieces; a word behind `|` that is none counts as not said, and a rule refuses it.
    package var pieces: [WireTemplatePiece] {
        template.segments.map { segment in
            switch segment {
            case .literal(let text): return .text(text)
            case .field(let place):
                let (name, word) = Self.parts(of: place)
                let letters = word.flatMap { WireTemplatePiece.LetterCase(rawValue: $0) } ?? .kept
                if let attribute = WireTemplatePiece.Attribute(rawValue: name) { return .attribute(attribute, letters) }
                return .field(name, letters, isTimestamp: false)
            }
        }
    }

    /// The words behind `|` in the template.
    package var words: [String] { template.fields.compactMap { Self.parts(of: $0).word } }

    private static func parts(of place: String) -> (name: String, word: String?) {
        guard let bar = place.firstIndex(of: "|") else { return (place, nil) }
        return (String(place[..<bar]), String(place[place.index(after: bar)...]))
    }
}
