#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One life of a role: a process of this same program.
struct RoleProcess: Sendable {
    private let pid: pid_t
    /// The end of the pipe that keeps it alive: when this process is gone, however it went, the role ends too.
    private let leash: Int32

    /// Starts it; what it writes goes into the file `log`.
    init(_ arguments: [String], log: String) throws(ChaosError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .noPipe(errno: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // A child inherits the signals that this thread blocks, and SIGTERM could be one of them.
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for pointer in argv { free(pointer) } }
        argv.append(nil)
        var started: pid_t = 0
        let code = posix_spawn(&started, arguments[0], &actions, &attributes, argv, environ)
        close(ends[0])
        guard code == 0 else {
            close(ends[1])
            throw .cannotStart(arguments[0], errno: code)
        }
        pid = started
        leash = ends[1]
    }

    /// Sends a signal. The process is not reaped before ``status()`` says that it has ended, so its id is still its own.
    func signal(_ number: Int32) { kill(pid, number) }

    /// How it ended; `nil` while it runs. Once it has ended, nothing else may be called.
    func status() -> String? {
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        close(leash)
        let signal = status & 0x7f
        return signal == 0 ? "status \(status >> 8 & 0xff)" : "signal \(signal)"
    }

    /// What ``status()`` says of one that ended as it should.
    static let wellEnded = "status 0"
    /// What it says of one that SIGTERM met before it had come so far as to heed it.
    static let endedEarly = "signal \(SIGTERM)"
}
