import Synchronization

/// When each event was sent, and when it arrived.
final class ArrivalTimes: Sendable {
    private struct Times {
        var sent: [Double]
        var arrived: [Double]
    }

    private let times: Mutex<Times>

    init(capacity: Int) {
        times = Mutex(
            Times(sent: Array(repeating: 0, count: capacity), arrived: Array(repeating: .nan, count: capacity)))
    }

    func sent(_ number: Int, at moment: Double) {
        times.withLock { $0.sent[number] = moment }
    }

    /// The event of that number is here now.
    func note(_ number: Int) {
        let now = ProcessorClock.monotonicSeconds
        times.withLock { $0.arrived[number] = now }
    }

    /// A percentile of the time between, in microseconds; what never arrived took for ever.
    func percentile(_ share: Double) -> Double {
        times.withLock { times in
            Statistics.percentile(
                share,
                of: zip(times.sent, times.arrived).map { sent, arrived in
                    arrived.isNaN ? .infinity : (arrived - sent) * 1_000_000
                })
        }
    }
}
