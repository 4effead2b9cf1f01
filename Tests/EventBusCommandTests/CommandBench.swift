import Foundation
import Synchronization

@testable import EventBusCommand

/// Runs command lines inside the test's process, with an environment and input of their own, and keeps what they print.
struct CommandBench: Sendable {
    /// What a command line did.
    struct Outcome: Sendable {
        let status: ExitStatus
        let output: String
        let errors: String

        /// The lines of standard output.
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// The environment variables; those of the test's process are not seen.
    var environment: [String: String] = [:]

    /// The folder that holds `Package.swift`.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    /// The catalogue of the repository.
    static let schemas = root + "/schemas"

    /// A bench whose bus is on a Redis, with the repository's catalogue.
    static func on(_ url: String) -> CommandBench {
        CommandBench(environment: ["REDIS_URL": url, "EVENTBUS_CATALOGUE": schemas, "EVENTBUS_LOG_LEVEL": "critical"])
    }

    /// Runs a command line, without the program's name.
    func run(_ arguments: String..., input: [String] = []) async -> Outcome { await run(arguments, input: input) }

    /// Runs a command line, without the program's name.
    func run(_ arguments: [String], input: [String] = [], printing transcript: Transcript = Transcript()) async
        -> Outcome
    {
        let lines = Mutex(input[...])
        let context = CommandContext(
            environment: environment, nextLine: { lines.withLock { $0.popFirst() }.map { Array($0.utf8) } },
            output: { transcript.write($0) }, errors: { transcript.writeError($0) })
        let status = await CommandContext.$current.withValue(context) { await CommandRunner.run(arguments) }
        return Outcome(status: status, output: transcript.output, errors: transcript.errors)
    }
}

/// What a running command has printed so far.
final class Transcript: Sendable {
    private let text = Mutex((output: "", errors: ""))

    func write(_ more: String) { text.withLock { $0.output += more } }
    func writeError(_ more: String) { text.withLock { $0.errors += more } }

    var output: String { text.withLock { $0.output } }
    var errors: String { text.withLock { $0.errors } }
}

/// A folder that goes with its last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "eventbus-test-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = path + "/" + name
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }
}

/// Payloads that the repository's catalogue accepts.
enum Payloads {
    static func registered(_ model: String = "msg-model/1/msg-ai") -> String {
        """
        {"model_id":"\(model)","model_name":"msg-model","model_version":"1","token_symbol":"msg-ai","metric_name":"reply_rate"}
        """
    }

    static let ready = """
        {"model_id":"msg-model/1/msg-ai","token_symbol":"msg-ai","metric_name":"reply_rate","baseline_value":0.75,\
        "current_value":0.82,"model_name":"msg-model","model_version":"1"}
        """
}
