import Foundation
import TestSupport
import Testing

/// Programs that check what others will read.
enum Tool {
    /// Runs a program off the path and returns its status with all that it said.
    static func run(_ name: String, _ arguments: String...) async throws -> (status: Int32, said: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.standardInput = FileHandle.nullDevice
        let file = NSTemporaryDirectory() + "eventbus-tool-" + UUID().uuidString
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let output = try #require(FileHandle(forWritingAtPath: file))
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let hasEnded = await eventually(within: .seconds(60)) { !process.isRunning }
        try #require(hasEnded, "\(name) does not end")
        try output.close()
        return (process.terminationStatus, try String(contentsOfFile: file, encoding: .utf8))
    }
}
