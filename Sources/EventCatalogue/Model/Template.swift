package import YAMLReader

/// A text with places for fields: `"{model_name}/{model_version}"`.
package struct Template: Sendable, Hashable {
    /// The template as written.
    package var text: String
    package var segments: [Segment]
    package var location: SourceLocation

    /// A piece of a template.
    package enum Segment: Sendable, Hashable {
        case literal(String)
        /// A field's wire name.
        case field(String)
    }

    /// The fields, in order, each as often as it is named.
    package var fields: [String] {
        segments.compactMap { segment in
            guard case .field(let name) = segment else { return nil }
            return name
        }
    }
}
