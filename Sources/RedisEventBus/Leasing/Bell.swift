import Synchronization

/// Wakes one waiting loop before its time. Unlike a sleep it does not care for cancellation: a keeper goes on renewing
/// while its cancelled readings wind up.
package final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiter: UnsafeContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// A bell that nobody has rung.
    package init() {}

    /// Wakes the waiter, or spares the next one its wait.
    package func ring() {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            state.isRung = waiter == nil
            return waiter
        }
        waiter?.resume()
    }

    /// Waits until the bell rings, for the given time at most.
    package func wait(atMost limit: Duration) async {
        let timer = Task {
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            ring()
        }
        await withUnsafeContinuation { continuation in
            let isRung = state.withLock { state in
                if !state.isRung { state.waiter = continuation }
                defer { state.isRung = false }
                return state.isRung
            }
            if isRung { continuation.resume() }
        }
        timer.cancel()
    }
}
