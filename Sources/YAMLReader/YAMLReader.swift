/// Reads one YAML document into located nodes, and refuses what makes YAML dangerous or ambiguous.
///
/// Refused: anchors and aliases (a few lines of them unfold to gigabytes), tags, a second document, a key that is there
/// twice or is no scalar, text that is not UTF-8, and whatever exceeds ``YAMLLimits``. An empty text reads as null.
package enum YAMLReader {
    /// What a text holds and all that is wrong with it.
    package struct Reading: Sendable {
        /// The document; `nil` where it could not be read to its end.
        package let node: YAMLNode?
        /// In the order of the text; where there are any, do not rely on the node.
        package let errors: [YAMLError]
    }

    /// Reads a text and throws the first error.
    ///
    /// - Parameter path: how the file is called in errors and locations.
    package static func read(_ text: String, path: String) throws(YAMLError) -> YAMLNode {
        try read(Array(text.utf8), path: path)
    }

    /// Reads UTF-8 bytes and throws the first error.
    ///
    /// - Parameter path: how the file is called in errors and locations.
    package static func read(_ bytes: [UInt8], path: String) throws(YAMLError) -> YAMLNode {
        let reading = readAll(bytes, path: path)
        if let error = reading.errors.first { throw error }
        return reading.node ?? empty(path)
    }

    /// Reads UTF-8 bytes and reports every error that does not keep the rest from being read.
    package static func readAll(_ bytes: [UInt8], path: String, limits: YAMLLimits = YAMLLimits()) -> Reading {
        let beginning = SourceLocation(path: path, line: 1, column: 1)
        guard bytes.count <= limits.textBytes else {
            let message = "the file has \(bytes.count) bytes, more than the \(limits.textBytes) that are read; split it"
            return Reading(node: nil, errors: [YAMLError(.limit, at: beginning, message)])
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            let message = "the file is UTF-16; save it as UTF-8"
            return Reading(node: nil, errors: [YAMLError(.encoding, at: beginning, message)])
        }
        // A byte order mark says nothing in UTF-8.
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        var builder = YAMLNodeBuilder(
            parser: YAMLParser(bytes: bytes, path: path, scalarLimit: limits.scalarBytes), limits: limits)
        do throws(YAMLError) {
            let node = try builder.document() ?? empty(path)
            return Reading(node: node, errors: builder.errors)
        } catch {
            if let line = mergeConflict(in: bytes) {
                let place = SourceLocation(path: path, line: line, column: 1)
                let message = "this line is what a merge left of a conflict; decide for one side and take the marks out"
                return Reading(node: nil, errors: [YAMLError(.syntax, at: place, message)])
            }
            return Reading(node: nil, errors: builder.errors + [error])
        }
    }

    /// The line of the first mark that a merge leaves where two sides changed the same lines.
    private static func mergeConflict(in bytes: [UInt8]) -> Int? {
        let mark = Array("<<<<<<< ".utf8)
        guard bytes.count > mark.count else { return nil }
        var line = 1
        var isAtStart = true
        for (index, byte) in bytes.enumerated() {
            if isAtStart, byte == mark[0], bytes[index...].starts(with: mark) { return line }
            isAtStart = byte == 0x0A
            if isAtStart { line += 1 }
        }
        return nil
    }

    private static func empty(_ path: String) -> YAMLNode {
        YAMLNode(
            .scalar(YAMLScalar(text: "", style: .plain)), at: SourceLocation(path: path, line: 1, column: 1))
    }
}
