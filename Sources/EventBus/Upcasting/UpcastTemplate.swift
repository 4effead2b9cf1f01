/// A text with places for fields, by which an ``Upcast`` takes a text apart or puts one together.
public struct UpcastTemplate: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// A piece of a template.
    public enum Piece: Sendable, Hashable {
        /// Text that stands as it is.
        case text(String)
        /// The value of a field.
        case field(String)
    }

    /// In the order in which they stand.
    public let pieces: [Piece]

    /// Declares a template by its pieces.
    public init(arrayLiteral pieces: Piece...) { self.pieces = pieces }

    /// The template as the catalogue writes it: `{name}/{version}`.
    public var description: String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .field(let name): "{\(name)}"
            }
        }.joined()
    }

    /// The parts of a text by the fields that get them; `nil` where the text does not have the template's form.
    ///
    /// A part has at least one byte and ends where what follows it in the template first comes; the last part takes all
    /// that is left. So what was put together of parts without the separator is taken apart into the same parts.
    func parts(of text: String) -> [(field: String, text: String)]? {
        var rest = Array(text.utf8)[...]
        var parts: [(field: String, text: String)] = []
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let literal):
                guard rest.starts(with: literal.utf8) else { return nil }
                rest = rest.dropFirst(literal.utf8.count)
            case .field(let name):
                guard let part = Self.part(of: rest, before: pieces[(index + 1)...]) else { return nil }
                parts.append((name, String(decoding: part, as: UTF8.self)))
                rest = rest[part.endIndex...]
            }
        }
        return rest.isEmpty ? parts : nil
    }

    /// What a field takes of the rest of a text, given the pieces behind it.
    private static func part(of rest: ArraySlice<UInt8>, before following: ArraySlice<Piece>) -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        guard case .text(let literal)? = following.first else { return rest }
        let separator = Array(literal.utf8)
        if following.count == 1 {
            let part = rest.dropLast(separator.count)
            return !part.isEmpty && rest.suffix(separator.count).elementsEqual(separator) ? part : nil
        }
        var end = rest.startIndex + 1
        while end + separator.count <= rest.endIndex {
            if rest[end..<(end + separator.count)].elementsEqual(separator) { return rest[..<end] }
            end += 1
        }
        return nil
    }

    /// The template filled in; `nil` where one of its fields is absent or null.
    ///
    /// - Throws: ``InvalidPayload`` where a field is an array or an object, which have no one text.
    func text(
        from payload: JSONObject, for target: String, _ major: Int
    ) throws(InvalidPayload) -> String? {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let literal): text += literal
            case .field(let name):
                switch payload[name] {
                case .string(let value): text += value
                case .number(let number): text += number.text
                case .bool(let value): text += value ? "true" : "false"
                case .null, nil: return nil
                case .array, .object:
                    throw Upcast.refusal(name, major, "an array or an object cannot become a part of `\(target)`")
                }
            }
        }
        return text
    }
}
