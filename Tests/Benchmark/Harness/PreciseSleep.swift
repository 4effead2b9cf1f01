#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Sleeping of a thread.
enum PreciseSleep {
    /// Blocks the thread until the monotonic clock shows `moment`, in seconds; returns at once where it already has.
    static func until(_ moment: Double) {
        while true {
            let rest = moment - ProcessorClock.monotonicSeconds
            guard rest > 0 else { return }
            var time = timespec(tv_sec: Int(rest), tv_nsec: Int((rest - rest.rounded(.down)) * 1_000_000_000))
            nanosleep(&time, nil)
        }
    }
}
