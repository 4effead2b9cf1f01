#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A moment of the machine's monotonic clock in nanoseconds: comparable between processes, whatever is done to the time.
struct Moment: Hashable, Sendable, Comparable, CustomStringConvertible {
    let nanoseconds: UInt64

    static let never = Moment(nanoseconds: .max)
    static let beginning = Moment(nanoseconds: 0)

    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    /// In seconds, to the microsecond.
    var description: String {
        guard self != .never else { return "never" }
        let micros = String(nanoseconds / 1_000 % 1_000_000)
        return "\(nanoseconds / 1_000_000_000).\(String(repeating: "0", count: 6 - micros.count))\(micros)"
    }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }
}
