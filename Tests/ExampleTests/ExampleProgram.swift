import Foundation
import TestSupport
import Testing

/// A program of this repository, or of the system, as a process of its own; what it says goes into a file.
final class ExampleProgram: Sendable {
    private let process: Process
    private let transcript: String

    /// Starts it. `arguments` begin with its name on the path, or its whole path.
    init(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws {
        transcript = folder.appendingPathComponent("said-\(UUID().uuidString)").path
        try Data().write(to: URL(fileURLWithPath: transcript))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: transcript))
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            // node finds what Debian's packages bring.
            "NODE_PATH": "/usr/share/nodejs",
        ].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        try process.run()
    }

    deinit { end() }

    /// What it has written so far, to standard output and standard error.
    var said: String { (try? String(contentsOfFile: transcript, encoding: .utf8)) ?? "" }

    /// Ends it at once, as a crash does.
    func end() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end, and waits for that.
    ///
    /// - Returns: Its exit status; `nil` where it does not end in time.
    func terminate() async -> Int32? {
        process.terminate()
        return await status()
    }

    /// Waits for its end, a minute at most.
    func status() async -> Int32? {
        await eventually(within: .seconds(60)) { !process.isRunning } ? process.terminationStatus : nil
    }

    /// Runs a program to its end, which must be a good one.
    ///
    /// - Returns: What it said.
    @discardableResult
    static func run(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) async throws -> String {
        let program = try ExampleProgram(arguments, in: folder, environment: environment)
        let status = await program.status()
        try #require(status == 0, "\(arguments): \(program.said)")
        return program.said
    }

    /// A program that this package builds.
    static func built(_ names: String...) throws -> String {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
            .deletingLastPathComponent()
        let places = [folder, bundle].compactMap(\.self).flatMap { folder in
            names.map { folder.appendingPathComponent($0).path }
        }
        return try #require(places.first { FileManager.default.isExecutableFile(atPath: $0) }, "\(names) not built")
    }

    /// The command line of the bus.
    static var eventbus: String { get throws { try built("eventbus", "EventBusCommand") } }
}
