import EventBus
import Logging
import RedisClient
import Synchronization

/// Says from time to time that the jobs of this process are still being worked on, each while it is still its own.
///
/// One task for all jobs of a queue; it lives while there are any.
final class ClaimKeeper: Sendable {
    private struct State {
        var held: [String: String] = [:]
        var lost: Set<String> = []
        var isBeating = false
    }

    private let state = Mutex(State())
    private let commands: WorkQueueCommands
    private let logger: Logger
    /// How many claims one script renews.
    private static let batch = 500

    init(commands: WorkQueueCommands, logger: Logger) {
        self.commands = commands
        self.logger = logger
    }

    /// Begins to keep a claim.
    func add(_ claim: WorkQueueClaim) {
        let mustStart = state.withLock { state in
            state.held[claim.token] = claim.digest
            defer { state.isBeating = true }
            return !state.isBeating
        }
        if mustStart { Task { await beat() } }
    }

    /// Keeps a claim no longer: it is settled, or its job was let go.
    func remove(_ claim: WorkQueueClaim) {
        state.withLock { state in
            state.held[claim.token] = nil
            state.lost.remove(claim.token)
        }
    }

    /// Whether a claim was found to be another's.
    func hasLost(_ claim: WorkQueueClaim) -> Bool { state.withLock { $0.lost.contains(claim.token) } }

    private func beat() async {
        let period = commands.names.visibility / 3
        var pause = period
        while true {
            try? await Task.sleep(for: pause)
            let held = state.withLock { state in
                if state.held.isEmpty { state.isBeating = false }
                return state.held.map { (token: $0.key, digest: $0.value) }
            }
            if held.isEmpty { return }
            pause = await renew(held) ? period : min(period, .seconds(1))
        }
    }

    /// Answers whether the server could be told.
    private func renew(_ held: [(token: String, digest: String)]) async -> Bool {
        do throws(RedisError) {
            for start in stride(from: 0, to: held.count, by: Self.batch) {
                let gone = try await commands.renew(Array(held[start..<min(start + Self.batch, held.count)]))
                guard !gone.isEmpty else { continue }
                let lost = state.withLock { state in
                    // What was settled meanwhile is gone for a good reason.
                    let lost = gone.filter { state.held.removeValue(forKey: $0) != nil }
                    state.lost.formUnion(lost)
                    return lost.count
                }
                if lost > 0 {
                    logger.warning(
                        "jobs were given to other workers: they were not heard of for longer than the visibility",
                        metadata: ["list": "\(commands.names.list)", "jobs": "\(lost)"])
                }
            }
            return true
        } catch {
            return false
        }
    }
}
