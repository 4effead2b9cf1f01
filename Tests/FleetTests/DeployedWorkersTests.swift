import EventBus
import Foundation
import HokusaiEvents
import RedisClient
import RedisEventBus
import TestSupport
import Testing

@Suite("workers as they are deployed, on the router's lists")
struct DeployedWorkersTests {
    private static let list = "hokusai:model_ready_queue"

    /// Orders as they differ: all fields, few fields, numbers and texts that are easily got wrong.
    private static func orders() -> [ModelReadyToDeploy] {
        var full = Fleet.minimal
        full.modelID = "msg-model/2/msg-ai"
        full.modelVersion = "2"
        full.improvementPercentage = 9.33
        full.mlflowRunID = "4f1c2a9be87d4c0f9a3e5b6d7c8e9f01"
        full.contributorAddress = "0x742d35Cc6634C0532925a3b844Bc9e7595f62341"
        full.experimentName = "message \"replies\" ünïcode \u{1F600}\n"
        full.tags = ["dataset": "v2", "": "empty"]
        var error = Fleet.minimal
        error.modelID = "price/7/price-ai"
        error.tokenSymbol = "price-ai"
        error.metricName = "rmse"
        error.baselineValue = 1e21
        error.currentValue = 1e-7
        error.direction = .lowerIsBetter
        error.mlflowRunID = "r"
        return [Fleet.minimal, full, error]
    }

    /// Runs the router until the orders are on their lists.
    private func routed(_ test: FleetBus) async throws {
        for order in Self.orders() { try await test.bus.publish(order) }
        let router = Task { try await test.bus.router(consumer: "r").run() }
        let isRouted = try await eventually {
            try await test.length(of: Self.list + ":typescript") >= Self.orders().count
        }
        #expect(isRouted)
        router.cancel()
        try await router.value
    }

    @Test("a strict Python worker accepts every order, and finds its raw bytes in the processing list")
    func python() async throws {
        try await FleetBus.run { test in
            try await routed(test)
            let worker = try ForeignWorker([
                "python3", "-W", "ignore", "-B", ForeignWorker.driver("python_worker.py"), test.server.socketPath,
                Self.list, "3",
            ])
            let lines = try await worker.lines()
            let letters = try await test.client.command("LRANGE", Self.list + ":dlq", "0", "-1")
            #expect(letters.map { String(decoding: $0.bytes, as: UTF8.self) } == [])
            try #require(lines.count == 3)
            for (line, order) in zip(lines, Self.orders()) {
                let read = try JSONValue(parsing: Array(line.utf8))
                guard case .object(let members) = read else {
                    Issue.record("no object: \(line)")
                    continue
                }
                #expect(members.members.count == 21)
                #expect(members["model_id"] == .string(order.modelID))
                #expect(members["experiment_name"] == order.experimentName.map { .string($0) } ?? .null)
                #expect(members["api_schema"] == .null)
            }
            #expect(try await test.length(of: Self.list + ":processing") == 0)
        }
    }

    @Test("the strict worker refuses what the wire message_envelope writes, so the acceptance means something")
    func strictness() async throws {
        try await FleetBus.run { test in
            let plain = try Fleet.message(Fleet.minimal.payload(), of: "model_ready_to_deploy", by: .messageEnvelope)
            _ = try await test.client.command("LPUSH", Self.list, String(decoding: plain, as: UTF8.self))
            let worker = try ForeignWorker([
                "python3", "-W", "ignore", "-B", ForeignWorker.driver("python_worker.py"), test.server.socketPath,
                Self.list, "1",
            ])
            #expect(try await worker.lines() == [])
            #expect(try await test.length(of: Self.list + ":dlq") == 1)
        }
    }

    @Test("a Node worker with a closed schema accepts what has a run, and its answers come into the log by the bridge")
    func node() async throws {
        try await FleetBus.run { test in
            try await routed(test)
            let worker = try ForeignWorker([
                "node", ForeignWorker.driver("typescript_worker.js"), test.server.socketPath, Self.list + ":typescript",
                "3",
            ])
            let accepted = try await worker.lines()
            #expect(accepted.count == 2)
            // The order without a run is refused by that consumer, whose schema demands one.
            let letters = try await test.client.command("LRANGE", "hokusai:dlq", "0", "-1")
            try #require(letters.count == 1)
            #expect(String(decoding: letters[0].bytes, as: UTF8.self).contains(#"\"mlflow_run_id\" is required"#))
            #expect(try await test.length(of: "hokusai:processing_queue") == 0)

            let report = try await test.bridge().drain()
            #expect(report.appended == 2)
            #expect(report.dead == 0)
            let deployed = try await test.events().filter { $0.type == "deployed" }.map { try $0.decode(Deployed.self) }
            #expect(deployed.map(\.modelID) == ["msg-model/2/msg-ai", "price/7/price-ai"])
            #expect(deployed.map(\.tokenSymbol) == ["msg-ai", "price-ai"])
            #expect(deployed.map(\.network) == [.localhost, .localhost])
        }
    }
}
