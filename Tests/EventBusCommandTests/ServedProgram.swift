import Foundation
import TestSupport
import Testing

@testable import EventBusCommand

/// `eventbus serve` as a process of its own, on a free port, and what it has written to standard error.
final class ServedProgram: Sendable {
    private let folder: TemporaryFolder
    private let process: Process

    /// Starts it.
    init(_ arguments: [String], redis: TestRedisServer, environment more: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        let errors = folder.path + "/errors"
        try Data().write(to: URL(fileURLWithPath: errors))
        process = Process()
        process.executableURL = try ProcessTests.executable()
        process.arguments = ["serve", "--port", "0"] + arguments
        let environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "REDIS_URL": redis.url,
            "EVENTBUS_CATALOGUE": CommandBench.schemas,
        ]
        process.environment = environment.merging(more) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// What it has written to standard error so far.
    var errors: String { (try? String(contentsOfFile: folder.path + "/errors", encoding: .utf8)) ?? "" }

    /// The address that it listens on, once it does.
    func address() async throws -> String {
        #expect(await eventually { errors.contains("listening on ") }, "\(errors)")
        let line = try #require(errors.split(separator: "\n").first { $0.hasPrefix("listening on ") })
        return String(line.dropFirst("listening on ".count))
    }

    /// Ends it by SIGTERM.
    ///
    /// - Returns: Its exit status; `nil` where it does not end in time.
    func terminate(within time: Duration = .seconds(20)) async -> Int32? {
        process.terminate()
        return await end(within: time)
    }

    /// Ends it by SIGKILL, and waits until it is gone.
    func killHard() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Waits for its end.
    func end(within time: Duration) async -> Int32? {
        await eventually(within: time) { !process.isRunning } ? process.terminationStatus : nil
    }
}
