import Synchronization

/// That a client of a live stream is to be served no longer, and why: whatever waits on its behalf hears of it.
final class ClientStop: Sendable {
    /// Why it ends.
    enum Reason: Sendable, Hashable {
        /// The client has gone.
        case gone
        /// The gateway is shut down.
        case shutdown
    }

    private struct State {
        var reason: Reason?
        var wakes: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// Why it ends; `nil` while it goes on.
    var reason: Reason? { state.withLock { $0.reason } }

    /// Ends it; what came first counts.
    func stop(_ reason: Reason) {
        let wakes = state.withLock { state -> [@Sendable () -> Void] in
            guard state.reason == nil else { return [] }
            state.reason = reason
            defer { state.wakes = [:] }
            return Array(state.wakes.values)
        }
        for wake in wakes { wake() }
    }

    /// Does something that is cancelled where the client is to be served no longer.
    ///
    /// - Throws: What the work throws.
    func cancelling<Result: Sendable>(_ work: @Sendable @escaping () async throws -> Result) async throws -> Result {
        let task = Task { try await work() }
        let ticket = onStop { task.cancel() }
        defer { forget(ticket) }
        return try await task.value
    }

    /// Has something done when it ends, or at once where it has ended.
    ///
    /// - Returns: The number to ``forget(_:)`` it by.
    @discardableResult
    func onStop(_ wake: @Sendable @escaping () -> Void) -> Int {
        let ticket = state.withLock { state -> Int? in
            guard state.reason == nil else { return nil }
            state.next += 1
            state.wakes[state.next] = wake
            return state.next
        }
        if ticket == nil { wake() }
        return ticket ?? 0
    }

    private func forget(_ ticket: Int) {
        state.withLock { $0.wakes[ticket] = nil }
    }
}
