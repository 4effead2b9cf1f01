import Foundation

/// The most memory that this process had resident.
enum PeakMemory {
    /// In megabytes; `nil` where the system does not say.
    ///
    /// On Linux not by `getrusage`, which counts what the parent had before it became this program.
    static var megabytes: Double? {
        #if os(Linux)
            let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            return line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 * 1_024 / 1_000_000 }
        #else
            var usage = rusage()
            return getrusage(RUSAGE_SELF, &usage) == 0 ? Double(usage.ru_maxrss) / 1_000_000 : nil
        #endif
    }
}
