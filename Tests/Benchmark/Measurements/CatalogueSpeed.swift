import Foundation

/// What it takes to check a catalogue of 500 events and 10,000 fields and to generate its Swift, each in a process of its
/// own; beside it what reading the YAML alone takes, and for generation what checking takes.
enum CatalogueSpeed: Measurement {
    static let rows = ["catalogue-check", "catalogue-memory", "catalogue-generate"]

    static func run(on bench: Bench) async throws -> [Row] {
        let rounds = bench.rounds
        let (read, check, generation) = try await onThreadOfItsOwn {
            (try run("read", rounds: rounds), try run("check", rounds: rounds), try run("generation", rounds: rounds))
        }
        return [
            Row(
                rows[0], "check of 500 events, 10,000 fields; YAML alone", unit: .seconds, ours: check.seconds,
                floor: read.seconds, value: check.seconds, bound: .atMost(1)),
            Row(
                rows[1], "peak of memory in that check; YAML alone", unit: .megabytes, ours: check.megabytes,
                floor: read.megabytes, value: check.megabytes, bound: .atMost(200)),
            Row(
                rows[2], "check and generation of its Swift; check alone", unit: .seconds, ours: generation.seconds,
                floor: check.seconds, value: generation.seconds, bound: .atMost(3)),
        ]
    }

    private struct Cost {
        let seconds: Double
        let megabytes: Double
    }

    /// The median time and the highest peak of some runs.
    private static func run(_ command: String, rounds: Int) throws(BenchmarkError) -> Cost {
        let program =
            URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
            + "/CatalogueScale"
        var seconds: [Double] = []
        var megabytes = 0.0
        for _ in 0..<rounds {
            let words = try ChildProcess([program, command]).output.split(whereSeparator: \.isWhitespace)
            guard words.count == 4, let time = Double(words[0]), let size = Double(words[2]) else {
                throw .unexpected("what CatalogueScale prints has changed")
            }
            seconds.append(time)
            megabytes = max(megabytes, size)
        }
        return Cost(seconds: Statistics.median(seconds), megabytes: megabytes)
    }
}
