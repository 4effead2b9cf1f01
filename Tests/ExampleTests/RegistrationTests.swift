import Foundation
import TestSupport
import Testing

@Suite("an engineer's registration, from MLflow to the list", .serialized)
struct RegistrationTests {
    @Test(
        "a version that meets its baseline comes to the list, one that does not is turned down",
        arguments: [false, true])
    func registered(tagsComeLater: Bool) async throws {
        try await ModelBench.run { bench, bus in
            let options = tagsComeLater ? ["--tags-later"] : []
            for value in ["11.75", "14"] {
                let isTaken = try await bench.register(options + ["price-model", "PRICE-AI", "rmse", "12.5", value])
                try #require(isTaken)
            }
            let (passed, failed) = ("price-model/1/price-ai", "price-model/2/price-ai")
            let wanted: Set = [
                ModelBench.Event(type: "model_registered", model: passed),
                ModelBench.Event(type: "model_ready_to_deploy", model: passed),
                ModelBench.Event(type: "model_registered", model: failed),
                ModelBench.Event(type: "validation_failed", model: failed),
            ]
            let isThere = await eventually(within: .seconds(30)) { Set(bench.log) == wanted && bench.ready == ":1" }
            #expect(isThere, "\(bench.log) \(bus.said)")
            #expect(bench.log.count == 4)
            #expect(await bus.terminate() == 0)
        }
    }
}
