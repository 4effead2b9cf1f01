import EventBus
import EventCatalogue

/// A template whose fields are known by where their values were noted.
struct NotedTemplate: Sendable {
    private enum Segment: Sendable {
        case literal(String)
        case note(Int)
    }

    private let segments: [Segment]

    /// Takes a template; of a field that is not among the names there is never a value.
    init(_ template: Template, names: [String]) {
        segments = template.segments.compactMap { segment in
            switch segment {
            case .literal(let text): .literal(text)
            case .field(let name): names.firstIndex(of: name).map { .note($0) }
            }
        }
    }

    /// The template with the values in the places of its fields.
    ///
    /// - Throws: ``InvalidPayload`` where what was noted is no value.
    func filled(_ notes: [Range<Int>?], from json: borrowing JSONReader) throws(InvalidPayload) -> String {
        var text = ""
        for segment in segments {
            switch segment {
            case .literal(let literal): text += literal
            case .note(let note):
                guard let range = notes[note] else { continue }
                text += try Self.text(of: json.bytes(in: range))
            }
        }
        return text
    }

    private static func text(of value: UnsafeRawBufferPointer) throws(InvalidPayload) -> String {
        if value.first == UInt8(ascii: "\""), !value.contains(UInt8(ascii: "\\")) {
            return String(decoding: UnsafeRawBufferPointer(rebasing: value.dropFirst().dropLast()), as: UTF8.self)
        }
        return Template.text(of: try JSONValue(parsing: Array(value), limits: .published))
    }
}
