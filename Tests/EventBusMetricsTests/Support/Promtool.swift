import Foundation

/// Prometheus' own checker.
enum Promtool {
    /// What a run came to.
    struct Result {
        let status: Int32
        let output: String
    }

    /// Whether it is on this machine; `.ci/install` puts it there.
    static let isInstalled = path != nil

    private static let path = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        .map { "\($0)/promtool" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Runs it with some arguments, in a folder, over some bytes.
    static func run(_ arguments: [String], in folder: URL = Repository.folder, input: [UInt8] = []) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: path ?? "promtool")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let standardInput = FileManager.default.temporaryDirectory.appendingPathComponent(
            "promtool-\(UUID().uuidString)")
        try Data(input).write(to: standardInput)
        defer { try? FileManager.default.removeItem(at: standardInput) }
        process.standardInput = try FileHandle(forReadingFrom: standardInput)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
    }
}
