#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The child process that runs the private Redis and ends it when its lifeline is cut.
///
/// A shell stands between: it starts the server and waits for the end of the lifeline, a named pipe that every user of
/// the server keeps open for writing. The operating system closes it when the last of them ends, however it ends, so
/// no server is ever left behind. Shell and server are a process group of their own: Ctrl-C in a terminal reaches the
/// users, which finish their work with the server still there.
final class ServerProcess: Sendable {
    /// The number of the shell's process.
    let processID: pid_t

    private init(processID: pid_t) {
        self.processID = processID
    }

    /// `$1` is the server, `$2` its configuration; standard input is the lifeline. The server inherits file 9, the
    /// lock, and so holds it for as long as it lives; what waits for the lifeline does not. Once the lifeline is cut nothing
    /// reads it any more, so that nobody can join a server that is about to end. A server that refuses to end, as one does
    /// whose folder was removed, is killed after 10 s.
    ///
    /// Half a transaction that a crash left at the end of the append-only file goes first: `config/redis-start` says why.
    private static let script = """
        exec 3<&0 </dev/null
        check=$(dirname "$1")/redis-check-aof manifest=$(dirname "$2")/appendonlydir/appendonly.aof.manifest
        if [ -e "$manifest" ] && [ -x "$check" ] && ! "$check" "$manifest" >/dev/null 2>&1 3<&-; then
            echo y | "$check" --fix "$manifest" >/dev/null 2>&1 3<&-
        fi
        "$1" "$2" 3<&- & server=$!
        (
            exec 9<&- <&3 3<&- 2>/dev/null
            cat >/dev/null
            exec </dev/null
            kill "$server"
            for second in 1 2 3 4 5 6 7 8 9 10; do sleep 1; kill -0 "$server" || exit; done
            kill -9 "$server"
        ) &
        exec 3<&-
        wait "$server"
        """

    /// Starts the server.
    ///
    /// - Parameters:
    ///   - executable: The path of `redis-server`.
    ///   - configuration: The path of its configuration.
    ///   - lifeline: The named pipe, which must be open for writing already.
    ///   - lock: The locked file that the server inherits.
    /// - Returns: The process, or `nil` where it cannot be started.
    static func start(
        executable: String, configuration: String, lifeline: String, lock: FileDescriptor
    ) -> ServerProcess? {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, lifeline, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, lock.number, 9)
        // Whatever else is open here is no business of the server's: a socket that it held would never be seen to close.
        #if !canImport(Darwin)
            for number in 3..<min(getdtablesize(), 4_096) where number != 9 {
                posix_spawn_file_actions_addclose(&actions, number)
            }
        #endif
        // Threads of a pool block signals, and a child inherits that: it would never hear that it has to end.
        var noSignals = sigset_t()
        var allSignals = sigset_t()
        sigemptyset(&noSignals)
        sigfillset(&allSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setsigdefault(&attributes, &allSignals)
        posix_spawnattr_setpgroup(&attributes, 0)
        var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        #if canImport(Darwin)
            flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #endif
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let words = ["/bin/sh", "-c", script, "eventbus-redis", executable, configuration]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        // A short environment of our own: the script needs a PATH for `cat` and nothing else.
        let variables: [String] = ["PATH=/usr/bin:/bin", "LC_ALL=C"]
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) }
        environment.append(nil)
        defer { (arguments + environment).forEach { free($0) } }
        var processID: pid_t = 0
        guard posix_spawn(&processID, "/bin/sh", &actions, &attributes, arguments, environment) == 0 else { return nil }
        return ServerProcess(processID: processID)
    }

    /// How the process ended, or `nil` while it runs. To be asked until it answers, and not afterwards.
    func exitStatus() -> Int32? {
        var status: Int32 = 0
        let answer = waitpid(processID, &status, WNOHANG)
        if answer == 0 { return nil }
        return answer == processID ? (status >> 8) & 0xff : 0
    }
}
