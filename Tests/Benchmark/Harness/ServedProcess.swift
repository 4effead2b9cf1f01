import Foundation

/// `eventbus serve` as a process of its own, and what it takes from the machine.
struct ServedProcess: Sendable {
    /// What a process has taken so far.
    struct Taken: Sendable {
        /// Processor time, user and system, in seconds.
        let seconds: Double
        /// Resident memory, in megabytes.
        let megabytes: Double
    }

    private let process: Process

    /// Starts it with everything on; it may need some seconds until it is at rest.
    init(redis: String, catalogue: String) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("eventbus")
        process.arguments = ["serve", "--port", "0"]
        process.environment = ["REDIS_URL": redis, "EVENTBUS_CATALOGUE": catalogue, "PATH": "/usr/bin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// What it has taken, as `/proc` tells it.
    func taken() throws(BenchmarkError) -> Taken {
        let folder = "/proc/\(process.processIdentifier)"
        guard let stat = try? String(contentsOfFile: folder + "/stat", encoding: .utf8),
            let status = try? String(contentsOfFile: folder + "/status", encoding: .utf8),
            let resident = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kibibytes = Double(resident.filter(\.isNumber))
        else { throw .unexpected("eventbus serve has ended, or this system has no /proc") }
        // Behind the name, which may hold spaces: the state is the third field, user and system time the 14th and 15th.
        let fields = stat.split(separator: ")").last.map { $0.split(separator: " ") } ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw .unexpected("/proc/…/stat has changed")
        }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        return Taken(seconds: (user + system) / ticks, megabytes: kibibytes * 1_024 / 1_000_000)
    }

    /// Ends it.
    func end() {
        process.terminate()
        process.waitUntilExit()
    }
}
