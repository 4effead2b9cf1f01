import Foundation

@testable import EventGateway

/// Runs a scenario of the folder `Browser`: a headless Chromium that looks at the page, which a server played by a script
/// serves with recorded answers.
enum BrowserRun {
    /// Where the scenarios lie.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Browser")

    /// What a scenario found wrong; `nil` where all is well.
    static func complaint(of scenario: String, page: DashboardPage) async throws -> String? {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "dashboard-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let (document, policy, output) = (
            scratch.appending(path: "page"), scratch.appending(path: "policy"), scratch.appending(path: "output")
        )
        try Data(page.document.utf8).write(to: document)
        try Data(page.policy.utf8).write(to: policy)
        // A file never fills up, as a pipe would.
        try Data().write(to: output)
        let written = try FileHandle(forWritingTo: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "timeout", "--kill-after=5", "120", "python3", "-B", folder.appending(path: "scenarios.py").path, scenario,
            document.path, policy.path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = written
        process.standardError = written
        let status = try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        guard status != 0 else { return nil }
        return "status \(status): \(String(decoding: try Data(contentsOf: output), as: UTF8.self))"
    }
}
