import LanguageSchema

/// Pieces of Python source.
enum PythonText {
    /// The lines of a docstring.
    static func docstring(_ lines: [String], otherwise: String) -> [String] {
        let texts = (lines.isEmpty ? [otherwise] : lines).map(escaped)
        guard let first = texts.first else { return [] }
        if texts.count == 1 { return ["\"\"\"\(first)\"\"\""] }
        return ["\"\"\"\(first)", ""] + texts.dropFirst() + ["\"\"\""]
    }

    private static func escaped(_ line: String) -> String {
        String(LanguageText.literal(line).dropFirst().dropLast())
    }

    /// Comments that documentation tools read as those of the attribute below.
    static func comments(_ lines: [String]) -> [String] {
        lines.map { "#: " + escaped($0).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\") }
    }

    /// Lines one step to the right.
    static func indented(_ lines: [String]) -> [String] { lines.map { $0.isEmpty ? $0 : "    " + $0 } }
}
