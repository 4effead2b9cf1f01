import Foundation
import Glibc

/// A program of another language, or our own, that runs beside a test.
struct ForeignWorker {
    private let process: pid_t
    private let folder: URL

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A driver of this folder.
    static func driver(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Drivers/\(name)").path
    }

    /// Starts a program of the system; what it prints goes to files, which never fill up.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "worker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, folder.appending(path: "out").path, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, folder.appending(path: "err").path, flags, 0o600)
        let all = ProcessInfo.processInfo.environment.merging(["NODE_PATH": "/usr/share/nodejs"]) { $1 }
            .merging(environment) { $1 }
        var words = arguments.map { strdup($0) } + [nil]
        var settings = all.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var started: pid_t = 0
        let status = posix_spawnp(&started, arguments[0], &actions, nil, &words, &settings)
        guard status == 0 else { throw Failure(description: "\(arguments[0]) does not start: \(status)") }
        process = started
    }

    /// Ends it as `kill -9` does.
    func kill() throws {
        Glibc.kill(process, SIGKILL)
        _ = wait()
        try FileManager.default.removeItem(at: folder)
    }

    /// Waits for its end, and gives the lines that it printed.
    ///
    /// - Throws: ``Failure`` with what it wrote to standard error, where it failed.
    func lines() async throws -> [String] {
        let status = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: wait()) }
        }
        let errors = try String(contentsOf: folder.appending(path: "err"), encoding: .utf8)
        guard status == 0 else { throw Failure(description: "status \(status): \(errors)") }
        let output = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
        try FileManager.default.removeItem(at: folder)
        return output.split(separator: "\n").map(String.init)
    }

    private func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
    }
}
