import Foundation

/// Sleeping of a thread.
enum PreciseSleep {
    /// Blocks the thread until the monotonic clock shows `moment`, in seconds; returns at once where it already has.
    static func until(_ moment: Double) {
        while true {
            let rest = moment - ProcessorClock.monotonicSeconds
            guard rest > 0 else { return }
            Thread.sleep(forTimeInterval: rest)
        }
    }
}
