import EventBus
import Testing

@testable import EventBusTesting

@Suite("The conformance suite on the bus in memory")
struct ConformanceTests {
    private static let scale = 0.1

    @Test("the bus in memory keeps every promise", arguments: ConformanceSuite.cases)
    func conforms(_ conformance: ConformanceCase) async throws {
        let outcome = try await conformance.run(scale: Self.scale) { InMemoryTransport() }
        if case .skipped(let missing) = outcome {
            try Test.cancel("skipped \(conformance), for want of: \(missing)")
        }
    }

    @Test("only what needs a broker to restart is left out")
    func skipped() {
        let skipped = ConformanceSuite.skipped(features: InMemoryTransport.features)
        #expect(skipped.map(\.conformance.name) == ["reconnect", "subscribersOverRestart"])
        #expect(skipped.allSatisfy { $0.missing == .restart })
        #expect(
            ConformanceSuite.cases(features: InMemoryTransport.features).count + skipped.count
                == ConformanceSuite.cases.count)
    }

    @Test("cases have names of their own, and a promise each")
    func names() {
        #expect(Set(ConformanceSuite.cases.map(\.name)).count == ConformanceSuite.cases.count)
        #expect(Set(ConformanceSuite.cases.map(\.promise)).count == ConformanceSuite.cases.count)
    }
}
