import Foundation
import Glibc

/// A redis-server on a socket in a folder of its own.
final class LanguageRedis {
    private let server: RunningProgram
    private let folder: URL
    let socket: String

    /// Starts it, and waits until it has its socket, 10 seconds at most.
    init() throws {
        // A socket's path is at most some hundred bytes long.
        folder = URL(fileURLWithPath: "/tmp/languages-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        socket = folder.appending(path: "redis.sock").path
        server = try RunningProgram(
            ["redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder.path],
            input: "/dev/null", output: "/dev/null", errors: "/dev/null")
        let deadline = Date(timeIntervalSinceNow: 10)
        while !FileManager.default.fileExists(atPath: socket) {
            guard Date() < deadline else { throw Packages.Failure(description: "redis-server does not start") }
            usleep(10_000)
        }
    }

    func stop() {
        // Threads of tests keep signals back, and so does what they start; this one is not asked.
        kill(server.process, SIGKILL)
        _ = server.wait()
        try? FileManager.default.removeItem(at: folder)
    }
}

/// A language whose package is tried against a Redis.
enum Language: String, CaseIterable, Sendable {
    case python
    case typeScript

    static let nodePath = ["NODE_PATH": "/usr/share/nodejs"]

    /// Has the language's driver do a deed, and gives the lines that it prints.
    func does(_ deed: String, _ input: String = "", _ redis: LanguageRedis, _ packages: Packages) throws -> [String] {
        let arguments =
            switch self {
            case .python:
                [
                    "python3", "-B", Packages.drivers.appending(path: "redis_driver.py").path, redis.socket,
                    packages.python.path, deed,
                ]
            case .typeScript:
                [
                    "node", Packages.drivers.appending(path: "redis_driver.js").path, redis.socket,
                    packages.compiled.path, deed,
                ]
            }
        let program = try Program.run(arguments, input: input, environment: Self.nodePath)
        guard program.status == 0 else { throw Packages.Failure(description: program.errors) }
        return program.lines
    }
}
