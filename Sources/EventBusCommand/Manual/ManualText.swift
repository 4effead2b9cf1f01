/// Writes mdoc, the language of manual pages.
struct ManualText {
    private(set) var text = ""

    /// One macro with its arguments, which are written as they are.
    mutating func macro(_ line: String) { text += "." + line + "\n" }

    /// Prose: each sentence on a line of its own, as mdoc wants it, and no line too long.
    mutating func prose(_ prose: String) {
        for (number, paragraph) in prose.split(separator: "\n\n").enumerated() {
            if number > 0 { macro("Pp") }
            for sentence in Self.sentences(paragraph.split(whereSeparator: \.isWhitespace).map(String.init)) {
                lines(of: sentence)
            }
        }
    }

    /// Text as it stands, for examples.
    mutating func verbatim(_ lines: [String]) {
        macro("Bd -literal -offset indent")
        for line in lines { text += Self.guarded(Self.escaped(line)) + "\n" }
        macro("Ed")
    }

    /// A text that may stand behind a macro: quotes keep it in one piece.
    static func argument(_ text: String) -> String { escaped(text).replacing("\"", with: "\\(dq") }

    private mutating func lines(of words: [String]) {
        var line = ""
        for word in words.map(Self.escaped) {
            if !line.isEmpty, line.utf8.count + word.utf8.count > 76 {
                text += Self.guarded(line) + "\n"
                line = ""
            }
            line += line.isEmpty ? word : " " + word
        }
        if !line.isEmpty { text += Self.guarded(line) + "\n" }
    }

    private static func sentences(_ words: [String]) -> [[String]] {
        var sentences: [[String]] = [[]]
        for word in words {
            sentences[sentences.count - 1].append(word)
            if let last = word.last, ".!?".contains(last) { sentences.append([]) }
        }
        return sentences.filter { !$0.isEmpty }
    }

    private static func escaped(_ text: String) -> String { text.replacing("\\", with: "\\e") }

    /// A line that begins like a macro and is none.
    private static func guarded(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }
}
