import Foundation

/// `eventbus serve` as a process of its own, and what it takes from the machine.
struct ServedProcess: Sendable {
    /// What a process has taken so far.
    struct Taken: Sendable {
        /// Processor time, user and system, in seconds.
        let seconds: Double
        /// Resident memory, in megabytes.
        let megabytes: Double
        /// The most memory that was resident at any time, in megabytes.
        let peakMegabytes: Double
    }

    private let process: Process
    private let errors: URL

    /// Starts it with everything on; it may need some seconds until it is at rest.
    init(redis: String, catalogue: String, environment: [String: String] = [:]) throws {
        errors = FileManager.default.temporaryDirectory.appendingPathComponent("served-\(UUID().uuidString)")
        try Data().write(to: errors)
        process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("eventbus")
        process.arguments = ["serve", "--port", "0"]
        process.environment = [
            "REDIS_URL": redis, "EVENTBUS_CATALOGUE": catalogue, "PATH": "/usr/bin:/bin",
        ].merging(environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    /// The address that it listens on, once it does.
    func address() async throws -> String {
        for _ in 0..<1_000 {
            let lines = try String(contentsOf: errors, encoding: .utf8).split(separator: "\n")
            if let line = lines.first(where: { $0.hasPrefix("listening on ") }) {
                return String(line.dropFirst("listening on ".count))
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw BenchmarkError.unexpected("eventbus serve does not listen after 10 s")
    }

    /// What it has taken, as `/proc` tells it.
    func taken() throws(BenchmarkError) -> Taken {
        let folder = "/proc/\(process.processIdentifier)"
        guard let stat = try? String(contentsOfFile: folder + "/stat", encoding: .utf8),
            let status = try? String(contentsOfFile: folder + "/status", encoding: .utf8),
            let megabytes = Self.megabytes("VmRSS:", in: status), let peak = Self.megabytes("VmHWM:", in: status)
        else { throw .unexpected("eventbus serve has ended, or this system has no /proc") }
        // Behind the name, which may hold spaces: the state is the third field, user and system time the 14th and 15th.
        let fields = stat.split(separator: ")").last.map { $0.split(separator: " ") } ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw .unexpected("/proc/…/stat has changed")
        }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        return Taken(seconds: (user + system) / ticks, megabytes: megabytes, peakMegabytes: peak)
    }

    private static func megabytes(_ name: String, in status: String) -> Double? {
        status.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap { Double($0.filter(\.isNumber)) }
            .map { $0 * 1_024 / 1_000_000 }
    }

    /// Ends it.
    func end() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: errors)
    }
}
