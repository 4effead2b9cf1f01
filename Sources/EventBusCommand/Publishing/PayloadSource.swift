import EventBus
import Foundation

/// Where `publish` takes its payloads from, one after another.
final class PayloadSource {
    /// One payload and how to call it in errors.
    struct Payload {
        let name: String
        let bytes: [UInt8]
    }

    private let pull: () -> Payload?

    /// The payload of a flag, those of a file, or the lines of standard input.
    ///
    /// - Throws: ``CommandFailure`` where the file cannot be read.
    init(data: String?, file: String?) throws {
        if let data {
            var rest = [Payload(name: "--data", bytes: Array(data.utf8))][...]
            pull = { rest.popFirst() }
        } else if let file {
            var rest = try Self.payloads(inFile: file)[...]
            pull = { rest.popFirst() }
        } else {
            let nextLine = CommandContext.current.nextLine
            var number = 0
            pull = {
                while let line = nextLine() {
                    number += 1
                    if !Self.isBlank(line) { return Payload(name: "line \(number)", bytes: line) }
                }
                return nil
            }
        }
    }

    /// The next payload; `nil` at the end.
    func next() -> Payload? { pull() }

    /// A file is one object, over as many lines as it likes, or one object for each line.
    private static func payloads(inFile path: String) throws -> [Payload] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.invalidInput, "the file \(path) is missing or cannot be read")
        }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let written = lines.enumerated().filter { !isBlank($0.element) }
        // One object over several lines is never whole on its first.
        let hasWholeFirstLine = written.first.map { (try? JSONValue(parsing: Array($0.element))) != nil } ?? false
        guard written.count > 1, hasWholeFirstLine else { return [Payload(name: path, bytes: Array(data))] }
        return written.map { Payload(name: "\(path):\($0.offset + 1)", bytes: Array($0.element)) }
    }

    private static let blanks: Set<UInt8> = [0x20, 0x09, 0x0D]

    private static func isBlank(_ bytes: some Sequence<UInt8>) -> Bool { bytes.allSatisfy { blanks.contains($0) } }
}
