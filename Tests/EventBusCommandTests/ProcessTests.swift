import Foundation
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus as a process")
struct ProcessTests {
    /// The built program, which lies beside the tests.
    static func executable() throws -> URL {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
            .deletingLastPathComponent()
        let candidates = [folder, bundle].compactMap(\.self).flatMap { folder in
            ["eventbus", "EventBusCommand"].map { folder.appendingPathComponent($0) }
        }
        return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) })
    }

    private static func start(_ arguments: [String], environment: [String: String]) throws -> Process {
        let process = Process()
        process.executableURL = try executable()
        process.arguments = arguments
        process.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"].merging(
            environment
        ) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Asked for the status of a process that runs, Foundation ends the tests.
    private func expectEnd(of process: Process) async throws {
        let hasEnded = await eventually(within: .seconds(30)) { !process.isRunning }
        try #require(hasEnded)
    }

    @Test("the exit status is the process's")
    func status() async throws {
        let process = try Self.start(["tail"], environment: ["EVENTBUS_CATALOGUE": CommandBench.schemas])
        try await expectEnd(of: process)
        #expect(process.terminationStatus == 78)
    }

    @Test("SIGTERM ends a consumer with status 0")
    func terminate() async throws {
        let server = try await TestRedisServer()
        let environment = ["REDIS_URL": server.url, "EVENTBUS_CATALOGUE": CommandBench.schemas]
        let process = try Self.start(["consume", "--group", "audit"], environment: environment)
        #expect(await eventually { server.ask("XINFO GROUPS hokusai:{model_lifecycle:0}:log").contains("audit") })
        process.terminate()
        try await expectEnd(of: process)
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
        await server.stop()
    }

    @Test("kill -9 of the only user of a private Redis ends the Redis too")
    func killed() async throws {
        let folder = try TemporaryFolder()
        let environment = [
            "EVENTBUS_EMBEDDED_FOLDER": folder.path + "/redis", "EVENTBUS_CATALOGUE": CommandBench.schemas,
        ]
        let process = try Self.start(["tail", "--embedded"], environment: environment)
        let file = folder.path + "/redis/redis.pid"
        // Once it has a whole line.
        #expect(await eventually { (try? String(contentsOfFile: file, encoding: .utf8))?.hasSuffix("\n") == true })
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let server = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(server, 0) == 0)
        kill(process.processIdentifier, SIGKILL)
        try await expectEnd(of: process)
        #expect(await eventually { Self.isGone(server) })
    }

    /// Whether a process has ended; one that nobody has asked about yet counts too.
    private static func isGone(_ process: pid_t) -> Bool {
        if kill(process, 0) != 0 { return true }
        let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return status?.split(separator: " ").dropFirst(2).first == "Z"
    }
}
