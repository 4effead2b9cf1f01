import Dispatch
import Foundation

/// Clocks of this process.
enum ProcessorClock {
    /// Processor time of all threads, user and system, in seconds.
    static var processSeconds: Double {
        var usage = rusage()
        // 0 is RUSAGE_SELF, which has another type on each system.
        getrusage(0, &usage)
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// Time since some moment before the start, in seconds; it never goes back.
    static var monotonicSeconds: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1_000_000_000 }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }
}
