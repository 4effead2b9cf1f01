import EventCatalogue

/// The steps between major versions as arguments of a declaration.
enum UpcastText {
    /// The pieces of the argument `upcasts`, to be joined by commas; none where the event has no steps.
    static func items(_ upcasts: [UpcastDefinition]) -> [String] {
        guard !upcasts.isEmpty else { return [] }
        let majors = upcasts.sorted { $0.major < $1.major }.map { upcast in
            "Upcast(to: \(upcast.major), [\(upcast.steps.map { step($0.change) }.joined(separator: separator))])"
        }
        return "upcasts: [\(majors.joined(separator: separator))]".split(separator: separator).map { String($0) }
    }

    /// Between two pieces; a text in a step has none, since literals are written without control characters.
    private static let separator = "\u{0}"

    private static func step(_ change: UpcastChange) -> String {
        switch change {
        case .rename(let from, let to): ".rename(\(SwiftText.literal(from)), to: \(SwiftText.literal(to)))"
        case .setDefault(let field, let value):
            ".setDefault(\(SwiftText.literal(field)), \(DefaultText.json(value)))"
        case .constant(let field, let value): ".constant(\(SwiftText.literal(field)), \(DefaultText.json(value)))"
        case .drop(let field): ".drop(\(SwiftText.literal(field)))"
        case .mapEnum(let field, let values, let otherwise):
            ".mapEnum(\(SwiftText.literal(field)), \(mapping(values))"
                + (otherwise.map { ", otherwise: \(SwiftText.literal($0))" } ?? "") + ")"
        case .split(let field, let template): ".split(\(SwiftText.literal(field)), \(pieces(template)))"
        case .merge(let field, let template): ".merge(\(SwiftText.literal(field)), \(pieces(template)))"
        }
    }

    private static func mapping(_ values: [CatalogueValue.Member]) -> String {
        guard !values.isEmpty else { return "[:]" }
        let pairs = values.map { "\(SwiftText.literal($0.name)): \(DefaultText.scalar($0.value))" }
        return "[\(pairs.joined(separator: ", "))]"
    }

    private static func pieces(_ template: Template) -> String {
        let pieces = template.segments.map { segment in
            switch segment {
            case .literal(let text): ".text(\(SwiftText.literal(text)))"
            case .field(let name): ".field(\(SwiftText.literal(name)))"
            }
        }
        return "[\(pieces.joined(separator: ", "))]"
    }
}
