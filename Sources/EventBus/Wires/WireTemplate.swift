/// A text with places for fields and attributes, by which a ``DeclaredWire`` makes a value.
///
/// A template that is one place and nothing else takes over the value as it is: a number stays a number. Where a field that it
/// names has no value, what it makes is absent.
public struct WireTemplate: Sendable, Hashable, ExpressibleByArrayLiteral {
    /// A piece of a template.
    public enum Piece: Sendable, Hashable {
        /// Text that stands as it is.
        case text(String)
        /// The value of a field.
        case field(String, LetterCase = .kept)
        /// The value of a field that is a moment, in the wire's form.
        case timestamp(String)
        /// What the envelope says.
        case attribute(Attribute, LetterCase = .kept)
    }

    /// An attribute of the event's envelope.
    public enum Attribute: String, Sendable, Hashable, CaseIterable {
        case id
        case type
        case version
        case source
        case time
        case subject
    }

    /// What becomes of the letters of a text; of values that are no texts, nothing.
    public enum LetterCase: String, Sendable, Hashable {
        case kept
        case upper
        case lower

        func applied(to text: String) -> String {
            switch self {
            case .kept: text
            case .upper: text.uppercased()
            case .lower: text.lowercased()
            }
        }
    }

    /// In the order in which they stand.
    public let pieces: [Piece]

    /// Declares a template by its pieces.
    public init(arrayLiteral pieces: Piece...) { self.pieces = pieces }

    /// Declares a template by its pieces.
    package init(_ pieces: [Piece]) { self.pieces = pieces }
}

extension WireTemplate {
    /// What the template makes; `nil` where something that it names has no value.
    func value(
        from payload: JSONObject, timestamps: DeclaredWire.TimestampForm, attribute: (Attribute) -> String?
    ) -> JSONValue? {
        if let only = pieces.first, pieces.count == 1 {
            return Self.value(of: only, payload, timestamps, attribute)
        }
        var text = ""
        for piece in pieces {
            guard let value = Self.value(of: piece, payload, timestamps, attribute) else { return nil }
            if case .string(let part) = value { text += part } else { text += value.description }
        }
        return .string(text)
    }

    private static func value(
        of piece: Piece, _ payload: JSONObject, _ timestamps: DeclaredWire.TimestampForm,
        _ attribute: (Attribute) -> String?
    ) -> JSONValue? {
        switch piece {
        case .text(let text): return .string(text)
        case .field(let name, let letters):
            switch payload[name] {
            case nil, .null: return nil
            case .string(let text): return .string(letters.applied(to: text))
            case let other: return other
            }
        case .timestamp(let name):
            switch payload[name] {
            case nil, .null: return nil
            case .string(let text): return .string(timestamps.text(of: text))
            case let other: return other
            }
        case .attribute(let attributeName, let letters):
            guard let text = attribute(attributeName) else { return nil }
            return .string(attributeName == .time ? timestamps.text(of: text) : letters.applied(to: text))
        }
    }
}
