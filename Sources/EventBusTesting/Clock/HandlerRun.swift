import Synchronization

/// One handler that runs, as far as time is concerned: whether it sleeps on a test clock, and so waits for nobody but
/// whoever moves that clock.
package final class HandlerRun: Sendable {
    /// The handler that the current task runs for.
    @TaskLocal package static var current: HandlerRun?

    private let sleepers = Mutex(0)
    private let onSleep: @Sendable () -> Void

    init(onSleep: @escaping @Sendable () -> Void) {
        self.onSleep = onSleep
    }

    var isAsleep: Bool { sleepers.withLock { $0 > 0 } }

    func fellAsleep() {
        sleepers.withLock { $0 += 1 }
        onSleep()
    }

    func wokeUp() {
        sleepers.withLock { $0 -= 1 }
    }
}
