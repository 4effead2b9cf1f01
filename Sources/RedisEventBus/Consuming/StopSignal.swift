import ServiceLifecycle
import Synchronization

/// Says to a reading loop, from outside and once, that it should stop reading.
///
/// Cancellation of the task would stop its running handlers too; a shutdown lets them finish.
final class StopSignal: Sendable {
    private struct State {
        var isStopping = false
        var wake: [String: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    /// Whether ``stop()`` was called.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Stops, and wakes whoever waits in a read.
    func stop() {
        let wake = state.withLock { state in
            state.isStopping = true
            return Array(state.wake.values)
        }
        for action in wake { action() }
    }

    /// What to do to end a wait in progress; done at once where the signal has been given.
    ///
    /// - Parameter reader: Who waits: its action takes the place of the one it gave before.
    func onStop(of reader: String, _ action: @escaping @Sendable () -> Void) {
        let isStopping = state.withLock { state in
            state.wake[reader] = action
            return state.isStopping
        }
        if isStopping { action() }
    }
}

extension StopSignal {
    /// Runs a service's work with a signal that fires on graceful shutdown and on cancellation.
    ///
    /// Work that ends because of either has ended well: its `CancellationError` is not passed on.
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
        } catch is CancellationError {}
    }
}
