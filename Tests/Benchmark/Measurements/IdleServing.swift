import Foundation
import TestSupport

/// What `eventbus serve` takes while nothing happens: router, reaper, retention and gateway on an empty Redis.
enum IdleServing: Measurement {
    static let rows = ["serve-idle-cpu", "serve-idle-memory"]

    static func run(on bench: Bench) async throws -> [Row] {
        try bench.reset()
        let served = try ServedProcess(redis: bench.server.url, catalogue: ServedGateway.hokusaiCatalogue)
        defer { served.end() }
        try await Task.sleep(for: .seconds(5))
        let before = try served.taken()
        let seconds = 20.0
        try await Task.sleep(for: .seconds(seconds))
        let after = try served.taken()
        let share = (after.seconds - before.seconds) / seconds * 100
        return [
            Row(
                rows[0], "idle eventbus serve: part of a core", unit: .percent, ours: share, floor: 0, value: share,
                bound: .atMost(1)),
            Row(
                rows[1], "idle eventbus serve: resident memory", unit: .megabytes, ours: after.megabytes, floor: 0,
                value: after.megabytes, bound: .atMost(60)),
        ]
    }
}
