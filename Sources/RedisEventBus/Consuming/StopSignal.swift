import ServiceLifecycle
import Synchronization

/// Says to a reading loop, from outside, that it should stop reading, and why.
///
/// Cancellation of the task would stop its running handlers too; a shutdown lets them finish.
final class StopSignal: Sendable {
    private struct State {
        var reason: StopReason?
        var wake: [String: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    /// Why to stop; `nil` while nothing says so. It can still become ``StopReason/lost`` while the loop winds up.
    var reason: StopReason? { state.withLock { $0.reason } }

    /// Whether ``stop(_:)`` was called.
    var isStopping: Bool { reason != nil }

    /// Stops, and wakes whoever waits in a read; again where the reason has become a stronger one.
    func stop(_ reason: StopReason = .shutdown) {
        let wake: [@Sendable () -> Void] = state.withLock { state in
            if let known = state.reason, known >= reason { return [] }
            state.reason = reason
            return Array(state.wake.values)
        }
        for action in wake { action() }
    }

    /// What to do to end a wait in progress; done at once where the signal has been given, and once more when its reason
    /// becomes a stronger one.
    ///
    /// - Parameter reader: Who waits: its action takes the place of the one it gave before.
    func onStop(of reader: String, _ action: @escaping @Sendable () -> Void) {
        let isStopping = state.withLock { state in
            state.wake[reader] = action
            return state.reason != nil
        }
        if isStopping { action() }
    }
}

extension StopSignal {
    /// Runs a service's work with a signal that fires on graceful shutdown and on cancellation.
    ///
    /// Work that ends because of either has ended well: its `CancellationError` is not passed on. Any other is.
    static func untilShutdown(_ work: (StopSignal) async throws -> Void) async throws {
        let stop = StopSignal()
        do {
            try await withGracefulShutdownHandler {
                try await withTaskCancellationHandler {
                    try await work(stop)
                } onCancel: {
                    stop.stop()
                }
            } onGracefulShutdown: {
                stop.stop()
            }
        } catch {
            if error is CancellationError, stop.isStopping { return }
            throw error
        }
    }
}
