package import YAMLReader

/// Something that the catalogue may say but that generated Swift cannot.
package struct GenerationProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where the catalogue says it.
    package let location: SourceLocation
    /// What cannot be generated and what to do.
    package let message: String

    /// `path:line:column: error: message`, as compilers write it.
    package var description: String { "\(location): error: \(message)" }
}
