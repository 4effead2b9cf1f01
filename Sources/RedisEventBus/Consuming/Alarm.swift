import Synchronization

/// Where one loop waits until a time has passed or somebody has something for it.
///
/// Ringing before the wait is not lost: the next wait returns at once.
final class Alarm: Sendable {
    private struct State {
        var hasRung = false
        var waiter: UnsafeContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Ends the wait, or the next one.
    func ring() {
        let waiter = state.withLock { state in
            state.hasRung = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Waits; one task at a time. Returns early when it rings, and when the task is cancelled.
    func wait(atMost time: Duration) async {
        if state.withLock({ $0.hasRung }) || time <= .zero || Task.isCancelled { return forget() }
        await withTaskGroup { tasks in
            tasks.addTask {
                if (try? await Task.sleep(for: time)) != nil { self.ring() }
            }
            await withTaskCancellationHandler {
                await withUnsafeContinuation { waiter in
                    let hasRung = state.withLock { state in
                        if !state.hasRung { state.waiter = waiter }
                        return state.hasRung
                    }
                    if hasRung { waiter.resume() }
                }
            } onCancel: {
                ring()
            }
            tasks.cancelAll()
        }
        forget()
    }

    private func forget() { state.withLock { $0.hasRung = false } }
}
