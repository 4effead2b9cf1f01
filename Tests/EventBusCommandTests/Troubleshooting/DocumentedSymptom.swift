import Foundation

/// One section of docs/troubleshooting.md: the command that shows a symptom, and what it says.
struct DocumentedSymptom: Sendable {
    /// The word under the heading.
    let name: String
    /// The command, without the program's name.
    let arguments: [String]
    /// The lines of its output that the documentation shows; `…` stands for anything.
    let lines: [String]

    /// Every section, in the order of the document.
    static func all() throws -> [DocumentedSymptom] {
        let path = CommandBench.root + "/docs/troubleshooting.md"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return text.components(separatedBy: "\n## ").dropFirst().map { DocumentedSymptom(section: $0) }
    }

    private init(section: String) {
        let blocks = section.components(separatedBy: "```console\n")
        name = section.components(separatedBy: "`").dropFirst().first ?? ""
        let console = (blocks.dropFirst().first ?? "").components(separatedBy: "\n```")[0].split(separator: "\n")
        arguments = Self.words(String(console.first ?? "").replacing("$ eventbus ", with: "", maxReplacements: 1))
        lines = console.dropFirst().map(String.init)
    }

    /// The first documented line that an output does not have; `nil` where it has all of them.
    func missing(in output: String) -> String? {
        let said = output.split(separator: "\n").map { Self.plain($0) }
        return lines.first { line in
            let pieces = line.components(separatedBy: "…").map { Self.plain($0) }
            return !said.contains { Self.has($0, pieces) }
        }
    }

    private static func has(_ line: String, _ pieces: [String]) -> Bool {
        var rest = line[...]
        for piece in pieces where !piece.isEmpty {
            guard let range = rest.range(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    /// Columns are as wide as their widest value: spaces count as one.
    private static func plain(_ text: some StringProtocol) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The words of a command line, of which single and double quotes keep several together.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == " " {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
