#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A program that is run to its end: what it printed, and what it cost.
struct ChildProcess: Sendable {
    let output: String
    /// Processor time, user and system, in seconds.
    let processorSeconds: Double

    /// Runs a program found in the path and waits for its end; blocks the thread.
    ///
    /// - Throws: ``BenchmarkError/program(_:_:)`` where it can't be run or does not end with status 0.
    init(_ arguments: [String]) throws(BenchmarkError) {
        let name = arguments[0]
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .program(name, "no pipe for its output") }
        let pid = Self.spawn(arguments, output: ends)
        close(ends[1])
        guard let pid else {
            close(ends[0])
            throw .program(name, "cannot be run: is it installed?")
        }
        output = Self.readAll(ends[0])
        close(ends[0])

        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
        guard status == 0 else { throw .program(name, "ended with status \(status): \(output)") }
        processorSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
    }

    private static func spawn(_ arguments: [String], output: [Int32]) -> pid_t? {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, output[0])
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for pointer in argv { free(pointer) } }
        argv.append(nil)
        var pid: pid_t = 0
        return posix_spawnp(&pid, arguments[0], &actions, nil, argv, [nil]) == 0 ? pid : nil
    }

    private static func readAll(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count > 0 { bytes += chunk[..<count] } else if count == 0 || errno != EINTR { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }
}
