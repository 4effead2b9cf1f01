import TestSupport
import Testing

@Suite("Health")
struct HealthTests {
    @Test("the version is told")
    func version() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let answer = try await bench.ask("/version")
            #expect(answer.status == 200)
            #expect(answer.string("version") == "1.2.3")
        }
    }
}
