public import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A private `redis-server` for one test or one suite: on a Unix socket in a temporary folder of its own,
/// with a free loopback port where asked for, stopped by process id at the end.
///
/// The server never listens on the default port. It stops, and its folder goes, with ``stop()`` or `deinit`.
public final class TestRedisServer: Sendable {
    /// What the server listens on beside its Unix socket.
    public enum Listener: Sendable {
        /// Only the Unix socket.
        case unixSocketOnly
        /// The Unix socket and a free loopback TCP port.
        case tcp
        /// The Unix socket and a free loopback port that speaks TLS; the paths name PEM files.
        /// With `requiresClientCertificate`, clients without a certificate of the same CA are refused.
        case tls(certificateFile: String, keyFile: String, caFile: String, requiresClientCertificate: Bool)
    }

    /// The temporary folder that holds the socket, the log and the data.
    public let folder: URL
    /// The path of the Unix socket.
    public let socketPath: String
    /// The loopback port, where ``Listener/tcp`` or ``Listener/tls(certificateFile:keyFile:caFile:requiresClientCertificate:)`` was asked for.
    public let port: Int?

    private let arguments: [String]
    private let process: Mutex<pid_t?>

    /// Starts a server and returns when it answers `PING`.
    ///
    /// - Parameters:
    ///   - configuration: Further lines of redis.conf, as in `["appendonly yes", "maxmemory 10mb"]`.
    ///   - listener: What it listens on beside the Unix socket.
    /// - Throws: ``TestRedisServerError`` if the server is not installed or does not come up.
    public init(configuration: [String] = [], listener: Listener = .unixSocketOnly) async throws {
        let name = "evb-\(UInt32.random(in: .min ... .max))"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        socketPath = folder.appendingPathComponent("redis.sock").path

        var lines = [
            "dir \(folder.path)", "unixsocket \(socketPath)", "save \"\"", "appendonly no", "daemonize no",
            "logfile \(folder.appendingPathComponent("redis.log").path)", "enable-debug-command yes",
        ]
        switch listener {
        case .unixSocketOnly:
            port = nil
            lines.append("port 0")
        case .tcp:
            let free = try Self.freePort()
            port = free
            lines += ["port \(free)", "bind 127.0.0.1"]
        case .tls(let certificate, let key, let authority, let requiresClientCertificate):
            let free = try Self.freePort()
            port = free
            lines += [
                "port 0", "tls-port \(free)", "bind 127.0.0.1", "tls-cert-file \(certificate)", "tls-key-file \(key)",
                "tls-ca-cert-file \(authority)", "tls-auth-clients \(requiresClientCertificate ? "yes" : "no")",
            ]
        }
        lines += configuration
        let file = folder.appendingPathComponent("redis.conf")
        try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
        // A file that is cut off by a kill is mended as an operator would: see the script.
        arguments =
            configuration.contains("appendonly yes")
            ? ["sh", Self.starter, folder.path, Self.executable, file.path] : [Self.executable, file.path]
        process = Mutex(nil)
        try await start()
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The server's program: the environment variable EVENTBUS_TEST_REDIS_SERVER names another than the path has.
    private static var executable: String {
        ProcessInfo.processInfo.environment["EVENTBUS_TEST_REDIS_SERVER"] ?? "redis-server"
    }

    private static let starter = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("config/redis-start").path

    /// The process id while the server runs.
    public var processID: Int32? { process.withLock { $0 } }

    /// `unix://…`, the address for a client.
    public var url: String { "unix://\(socketPath)" }

    /// Starts the server again after ``kill()`` or ``stop()``, on the same socket, port and data.
    public func start() async throws {
        try process.withLock { pid throws in
            guard pid == nil else { return }
            let started = try Self.spawn(arguments)
            pid = started
            // A test run that is killed stops nothing itself.
            _ = try? Self.spawn(["sh", "-c", Self.guardScript, "\(getpid())", "\(started)"])
        }
        let deadline = ContinuousClock.now + .seconds(20)
        while !isAnswering() {
            if hasExited() || ContinuousClock.now > deadline {
                let log = try? String(contentsOf: folder.appendingPathComponent("redis.log"), encoding: .utf8)
                throw TestRedisServerError.didNotStart(log: log ?? "no log")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Stops the server with SIGTERM (so that it saves what its configuration says) and waits for its end.
    public func stop() async {
        signal(SIGCONT)
        signal(SIGTERM)
        let deadline = ContinuousClock.now + .seconds(5)
        while !hasExited(), ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(5))
        }
        kill()
    }

    /// Ends the server with SIGKILL and waits for its end: what a crash looks like.
    public func kill() {
        process.withLock { pid in
            guard let ended = pid else { return }
            #if canImport(Glibc)
                _ = Glibc.kill(ended, SIGKILL)
            #else
                _ = Darwin.kill(ended, SIGKILL)
            #endif
            var status: Int32 = 0
            _ = waitpid(ended, &status, 0)
            pid = nil
        }
        unlink(socketPath)
    }

    /// ``kill()``, then ``start()``.
    public func restart() async throws {
        kill()
        try await start()
    }

    /// Freezes the server with SIGSTOP: connections stay open and nothing answers.
    public func pause() { signal(SIGSTOP) }

    /// Thaws the server after ``pause()``.
    public func resume() { signal(SIGCONT) }

    /// Sends one inline command on a connection of its own and returns what the server wrote, as text.
    ///
    /// - Parameters:
    ///   - line: The command as typed, as in `"DEBUG SLEEP 1"`.
    ///   - password: Sent by `AUTH` first, where given.
    @discardableResult
    public func ask(_ line: String, password: String? = nil) -> String {
        let text = (password.map { "AUTH \($0)\r\n" } ?? "") + line + "\r\nQUIT\r\n"
        return UnixSocketConversation.run(path: socketPath, sending: text) ?? ""
    }

    private func isAnswering() -> Bool {
        guard let answer = UnixSocketConversation.run(path: socketPath, sending: "PING\r\nQUIT\r\n") else {
            return false
        }
        return answer.hasPrefix("+PONG") || answer.hasPrefix("-NOAUTH") || answer.hasPrefix("-NOPERM")
            || answer.hasPrefix("-MASTERDOWN")
    }

    private func hasExited() -> Bool {
        process.withLock { pid in
            guard let current = pid else { return true }
            var status: Int32 = 0
            if waitpid(current, &status, WNOHANG) == 0 { return false }
            pid = nil
            return true
        }
    }

    private func signal(_ number: Int32) {
        process.withLock { pid in
            guard let pid else { return }
            #if canImport(Glibc)
                _ = Glibc.kill(pid, number)
            #else
                _ = Darwin.kill(pid, number)
            #endif
        }
    }

    /// Ends the server (`$1`) once the test process (`$0`) is gone.
    private static let guardScript = """
        exec >/dev/null 2>&1 </dev/null
        while kill -0 "$1"; do
            kill -0 "$0" || kill -9 "$1"
            sleep 1
        done
        """

    private static func spawn(_ arguments: [String]) throws -> pid_t {
        var pid: pid_t = 0
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for pointer in argv { free(pointer) } }
        argv.append(nil)
        // A child inherits the signals that this thread blocks, and SIGTERM would be one of them.
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
            var actions: posix_spawn_file_actions_t?
        #else
            var attributes = posix_spawnattr_t()
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawnattr_init(&attributes)
        posix_spawn_file_actions_init(&actions)
        defer {
            posix_spawnattr_destroy(&attributes)
            posix_spawn_file_actions_destroy(&actions)
        }
        // And the files that are open here, such as the socket by which Foundation sees another child end.
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        #if canImport(Darwin)
            let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
            let flags = POSIX_SPAWN_SETSIGMASK
            for number in 3..<min(getdtablesize(), 4_096) { posix_spawn_file_actions_addclose(&actions, number) }
        #endif
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let code = posix_spawnp(&pid, arguments[0], &actions, &attributes, argv, [nil])
        guard code == 0 else { throw TestRedisServerError.cannotRun(arguments[0], errno: code) }
        return pid
    }

    private static func freePort() throws -> Int {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw TestRedisServerError.noFreePort }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard bound else { throw TestRedisServerError.noFreePort }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
