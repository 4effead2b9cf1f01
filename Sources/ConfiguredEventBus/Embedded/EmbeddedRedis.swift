import Foundation
public import RedisClient
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A private Redis for this folder: a child process on a Unix socket, with an append-only file and no TCP port.
///
/// The first user of a folder starts the server, later ones join it, and it ends when the last of them calls
/// ``stop()`` or ends itself, even by `kill -9`. What was written is there again at the next start.
public final class EmbeddedRedis: Sendable {
    /// How this process came to the server.
    public enum Role: Sendable, Hashable {
        /// This process started it.
        case started
        /// Another process had started it.
        case joined
    }

    /// How this process came to the server.
    public let role: Role
    /// The absolute path of the folder that holds the data and the log.
    public let folder: String
    /// The path of the socket.
    public let socketPath: String
    private let process: ServerProcess?
    private let lifeline: Mutex<FileDescriptor?>

    private init(role: Role, layout: EmbeddedRedisLayout, process: ServerProcess?, lifeline: FileDescriptor) {
        self.role = role
        folder = layout.folder
        socketPath = layout.socket
        self.process = process
        self.lifeline = Mutex(lifeline)
    }

    /// The connection to the server.
    public var configuration: RedisConfiguration { RedisConfiguration(address: .unixSocket(path: socketPath)) }

    /// Starts the server of a folder, or joins the one that runs already.
    ///
    /// - Parameters:
    ///   - folder: The folder, made if it is missing.
    ///   - timeout: How long to wait for the server's first answer.
    ///   - searchPath: Where the server's program is looked for; the `PATH` of the process unless given.
    /// - Returns: The running server, which has answered a `PING`.
    /// - Throws: ``EmbeddedRedisError``; ``EmbeddedRedisError/cancelled`` when the task is cancelled while it waits.
    public static func start(
        folder: String, timeout: Duration = .seconds(30), searchPath: String? = nil
    ) async throws(EmbeddedRedisError) -> EmbeddedRedis {
        let absolute = try FolderMaker.make(folder)
        let layout = EmbeddedRedisLayout(folder: absolute, temporaryFolder: "/tmp", user: getuid())
        if let socketFolder = layout.socketFolder { try FolderMaker.makePrivate(socketFolder) }
        let deadline = ContinuousClock.now + timeout
        while ContinuousClock.now < deadline {
            guard let lock = FileDescriptor.open(layout.lock, O_RDWR | O_CREAT) else {
                throw .folderUnusable(path: layout.lock, errorNumber: errno)
            }
            if lock.takeLock() {
                return try await launch(layout, lock: lock, searchPath: searchPath, timeout: timeout, until: deadline)
            }
            // The server may be starting, running or ending: the lifeline opens only while something waits for its end.
            if let lifeline = FileDescriptor.open(layout.lifeline, O_WRONLY | O_NONBLOCK), answers(layout) {
                return EmbeddedRedis(role: .joined, layout: layout, process: nil, lifeline: lifeline)
            }
            try await pause()
        }
        throw .noAnswer(path: layout.socket, seconds: Int(timeout.components.seconds))
    }

    /// Gives the server up: it ends when this was its last user.
    ///
    /// Waits until the server has ended, or until it is clear that others still use it. Calling it twice is harmless;
    /// cancellation only shortens the wait.
    public func stop() async {
        let held = lifeline.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor != nil
        }
        guard held, let process else { return }
        // Redis looks at a request to end ten times a second; one that still answers after a second has other users.
        let deadline = ContinuousClock.now + .seconds(10)
        let patience = ContinuousClock.now + .seconds(1)
        while process.exitStatus() == nil, ContinuousClock.now < deadline, !Task.isCancelled {
            if ContinuousClock.now > patience, Self.ping(socketPath) == "+PONG\r\n" { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func launch(
        _ layout: EmbeddedRedisLayout, lock: FileDescriptor, searchPath: String?, timeout: Duration,
        until deadline: ContinuousClock.Instant
    ) async throws(EmbeddedRedisError) -> EmbeddedRedis {
        let path = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin:/usr/local/bin"
        guard let executable = ServerExecutable.find(inPath: path) else { throw .notInstalled }
        for stale in [layout.socket, layout.lifeline, layout.log] { unlink(stale) }
        guard mkfifo(layout.lifeline, 0o600) == 0, let lifeline = FileDescriptor.open(layout.lifeline, O_RDWR) else {
            throw .folderUnusable(path: layout.lifeline, errorNumber: errno)
        }
        do {
            try Data(layout.configurationText.utf8).write(to: URL(fileURLWithPath: layout.configuration))
        } catch {
            throw .folderUnusable(path: layout.configuration, errorNumber: errno)
        }
        guard
            let process = ServerProcess.start(
                executable: executable, configuration: layout.configuration, lifeline: layout.lifeline, lock: lock)
        else { throw .folderUnusable(path: "/bin/sh", errorNumber: errno) }
        while ContinuousClock.now < deadline {
            if answers(layout) {
                return EmbeddedRedis(role: .started, layout: layout, process: process, lifeline: lifeline)
            }
            if let status = process.exitStatus() { throw .serverEnded(status: status, log: endOfLog(layout)) }
            try await pause()
        }
        throw .noAnswer(path: layout.socket, seconds: Int(timeout.components.seconds))
    }

    private static func answers(_ layout: EmbeddedRedisLayout) -> Bool { ping(layout.socket) == "+PONG\r\n" }

    private static func ping(_ path: String) -> String? {
        FileDescriptor.connect(toSocket: path)?.exchange("*1\r\n$4\r\nPING\r\n")
    }

    private static func endOfLog(_ layout: EmbeddedRedisLayout) -> String {
        let text = (try? String(contentsOfFile: layout.log, encoding: .utf8)) ?? "(no log)"
        return text.split(separator: "\n").suffix(5).joined(separator: "\n")
    }

    private static func pause() async throws(EmbeddedRedisError) {
        do {
            try await Task.sleep(for: .milliseconds(10))
        } catch {
            throw .cancelled
        }
    }
}
