/// MLflow is written in Python, whose JSON may hold `NaN`, `Infinity` and `-Infinity` as numbers, which no JSON reader takes.
enum NonFiniteNumbers {
    /// The text with these words in quotes, so that it is JSON and a metric can be read as what it is. Words inside strings
    /// stay as they are; a text without any is returned as it is.
    static func quoted(_ json: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var copied = 0
        var isInString = false
        var at = 0
        while at < json.count {
            let byte = json[at]
            if isInString {
                if byte == UInt8(ascii: "\\") {
                    at += 1
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if let word = words.first(where: { json[at...].starts(with: $0) }) {
                out += json[copied..<at]
                out.append(UInt8(ascii: "\""))
                out += word
                out.append(UInt8(ascii: "\""))
                at += word.count
                copied = at
                continue
            }
            at += 1
        }
        return copied == 0 ? json : out + json[copied...]
    }

    private static let words = ["NaN", "-Infinity", "Infinity"].map { Array($0.utf8) }
}
