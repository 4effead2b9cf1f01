import Foundation
import Glibc

/// A program that runs beside the test.
struct RunningProgram {
    let process: pid_t

    /// Starts a program of the system; what it reads and writes goes by way of files, which never fill up.
    ///
    /// Foundation's `Process` waits by a run loop, which a test's thread does not always have.
    init(
        _ arguments: [String], folder: URL? = nil, environment: [String: String] = [:], input: String, output: String,
        errors: String
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let arguments = folder.map { ["env", "-C", $0.path] + arguments } ?? arguments
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var words = arguments.map { strdup($0) } + [nil]
        var settings = variables.map { strdup($0) } + [nil]
        defer { for text in words + settings { free(text) } }
        var process: pid_t = 0
        let status = posix_spawnp(&process, arguments[0], &actions, nil, &words, &settings)
        guard status == 0 else { throw Packages.Failure(description: "\(arguments[0]) does not start: \(status)") }
        self.process = process
    }

    /// Waits for its end; its exit status, or that of the signal that ended it and 128.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
    }
}

/// A program that was run to its end.
struct Program {
    let status: Int32
    let output: Data
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }

    /// Runs a program of the system with a text as its input.
    static func run(
        _ arguments: [String], input: String = "", folder: URL? = nil, environment: [String: String] = [:]
    ) throws -> Program {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let places = ["in", "out", "err"].map { scratch.appending(path: $0) }
        try Data(input.utf8).write(to: places[0])
        let running = try RunningProgram(
            arguments, folder: folder, environment: environment, input: places[0].path, output: places[1].path,
            errors: places[2].path)
        return Program(
            status: running.wait(), output: try Data(contentsOf: places[1]),
            errors: String(decoding: try Data(contentsOf: places[2]), as: UTF8.self))
    }
}
