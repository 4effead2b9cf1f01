import EventBusTesting
import Foundation
import Testing

/// Every case on a server of its own; EVENTBUS_CONFORMANCE_SCALE makes them larger than a build server likes (1 is the
/// suite's own size).
@Suite("The conformance suite on Redis", .serialized)
struct ConformanceRedisTests {
    private static let scale =
        ProcessInfo.processInfo.environment["EVENTBUS_CONFORMANCE_SCALE"].flatMap { Double($0) } ?? 0.05

    @Test("Redis keeps every promise", .timeLimit(.minutes(2)), arguments: ConformanceSuite.cases)
    func conforms(_ conformance: ConformanceCase) async throws {
        let outcome = try await conformance.run(scale: Self.scale) { try await ConformanceRedisTransport() }
        if case .skipped(let missing) = outcome {
            try Test.cancel("skipped \(conformance), for want of: \(missing)")
        }
    }
}
