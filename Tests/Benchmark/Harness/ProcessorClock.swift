#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Clocks of this process.
enum ProcessorClock {
    /// Processor time of all threads, user and system, in seconds.
    static var processSeconds: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

    /// Time since some moment before the start, in seconds; it never goes back.
    static var monotonicSeconds: Double { seconds(CLOCK_MONOTONIC) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
}
