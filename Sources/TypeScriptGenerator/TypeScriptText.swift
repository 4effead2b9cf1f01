/// Pieces of TypeScript source.
enum TypeScriptText {
    /// The lines of a documentation comment; none for no text.
    static func documentation(_ lines: [String]) -> [String] {
        let texts = lines.map { $0.replacing("*/", with: "*\u{2044}") }
        guard let first = texts.first else { return [] }
        return texts.count == 1 ? ["/** \(first) */"] : ["/**"] + texts.map { " * \($0)" } + [" */"]
    }

    /// Lines one step to the right.
    static func indented(_ lines: [String]) -> [String] { lines.map { $0.isEmpty ? $0 : "  " + $0 } }
}
