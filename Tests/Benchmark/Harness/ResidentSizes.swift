import Foundation
import Synchronization

/// Notes how much memory of this process is resident.
final class ResidentSizes: Sendable {
    private let megabytes = Mutex<[Double]>([])

    /// Notes the present size, as `ps` tells it.
    func note() throws(BenchmarkError) {
        let pid = ProcessInfo.processInfo.processIdentifier
        let text = try ChildProcess(["ps", "-o", "rss=", "-p", String(pid)]).output.filter(\.isNumber)
        guard let kibibytes = Double(text) else { throw .program("ps", "its output has changed: \(text)") }
        megabytes.withLock { $0.append(kibibytes * 1_024 / 1_000_000) }
    }

    /// The first and the last that were noted, in megabytes.
    var firstAndLast: (Double, Double) {
        get throws(BenchmarkError) {
            let noted = megabytes.withLock { $0 }
            guard let first = noted.first, let last = noted.last, noted.count > 1 else {
                throw .unexpected("memory was not noted twice")
            }
            return (first, last)
        }
    }
}
