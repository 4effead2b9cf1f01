/// Runs of `redis-benchmark`, one connection with 256 commands on their way: as fast as a C client sends what it has ready.
struct RedisBenchmark: Sendable {
    /// How a run's commands differ from each other.
    enum Numbers: Sendable {
        /// Not at all.
        case fixed
        /// ``placeholder`` becomes a number of twelve digits below the given one, drawn for each command.
        case random(below: Int)
    }

    /// Twelve characters that `redis-benchmark` replaces.
    static let placeholder = "__rand_int__"

    /// How many commands are on their way at a time.
    static let pipeline = 256

    let eventsPerSecond: Double
    let processorSeconds: Double

    /// Sends a command `count` times; blocks the thread.
    ///
    /// - Precondition: `count` is a multiple of ``pipeline``, since whole pipelines are sent.
    init(socket: String, count: Int, _ numbers: Numbers = .fixed, command: [String]) throws(BenchmarkError) {
        precondition(count.isMultiple(of: Self.pipeline), "not a number of whole pipelines")
        var arguments = [
            "redis-benchmark", "-s", socket, "-c", "1", "-P", String(Self.pipeline), "-n", String(count), "--csv",
        ]
        if case .random(let bound) = numbers { arguments += ["-r", String(bound)] }
        let child = try ChildProcess(arguments + command)
        processorSeconds = child.processorSeconds
        // The last line is "command","rps","avg","min","p50","p95","p99","max"; the command holds quotes of its own.
        let fields = child.output.split(separator: "\n").last.map { Self.split($0) } ?? []
        guard fields.count >= 8, let rate = Double(fields[fields.count - 7]), rate > 0 else {
            throw .program("redis-benchmark", "its output has changed: \(child.output.suffix(400))")
        }
        eventsPerSecond = rate
    }

    private static func split(_ line: Substring) -> [String] {
        var fields: [String] = [""]
        for character in line {
            if character == "," {
                fields.append("")
            } else if character != "\"" {
                fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}
