import Foundation
import TestSupport
import Testing

@Suite("the token deployers of docs/examples", .serialized)
struct DeployerTests {
    /// The same service in each language.
    enum Deployer: String, CaseIterable, Sendable {
        case swift
        case python
        case typeScript

        /// Starts it, on a chain in `deployments`.
        func start(on redis: TestRedisServer, _ examples: Examples, _ deployments: URL, blockTime: Int) throws
            -> ExampleProgram
        {
            let (arguments, folder) =
                switch self {
                case .swift: ([try ExampleProgram.built("DeployerExample")], examples.folder)
                case .python: (["python3", "deploy.py"], examples.python)
                case .typeScript: (["node", "deploy.js"], examples.typeScript)
                }
            return try ExampleProgram(
                arguments, in: folder,
                environment: [
                    "REDIS_URL": redis.url, "DEPLOYMENTS": deployments.path, "BLOCK_TIME": "\(blockTime)",
                ])
        }
    }

    /// Transactions that were sent.
    private func transactions(_ deployments: URL) -> Int {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: deployments.path)) ?? []
        return files.count { $0.hasSuffix(".json") }
    }

    private func publish(_ number: Int, _ redis: TestRedisServer, _ examples: Examples) async throws {
        let text = try String(
            contentsOf: examples.folder.appendingPathComponent("3-model_ready_to_deploy.json"), encoding: .utf8)
        try await ExampleProgram.run(
            [
                ExampleProgram.eventbus, "publish", "model_ready_to_deploy", "--data",
                text.replacingOccurrences(of: "msg-model/1", with: "msg-model/\(number)"),
            ], in: examples.folder,
            environment: ["REDIS_URL": redis.url, "EVENTBUS_CATALOGUE": examples.catalogue.path])
    }

    @Test(
        "killed between its transaction and its answer, a deployer sends no second transaction, and answers once",
        arguments: Deployer.allCases)
    func killed(deployer: Deployer) async throws {
        let examples = try await Examples.prepared.value
        let redis = try await TestRedisServer()
        let deployments = redis.folder.appendingPathComponent("deployments")
        let bus = try ExampleProgram(
            [ExampleProgram.eventbus, "serve", "--only", "router", "--only", "reaper"], in: examples.folder,
            environment: ["REDIS_URL": redis.url, "EVENTBUS_CATALOGUE": examples.catalogue.path])
        try await publish(1, redis, examples)

        let victim = try deployer.start(on: redis, examples, deployments, blockTime: 600)
        let isSent = await eventually(within: .seconds(30)) { transactions(deployments) == 1 }
        #expect(isSent, "\(victim.said) \(bus.said)")
        victim.end()

        let heir = try deployer.start(on: redis, examples, deployments, blockTime: 0)
        let answers = "LLEN hokusai:token_deployed_queue"
        let isAnswered = await eventually(within: .seconds(30)) { redis.ask(answers).hasPrefix(":1\r\n") }
        #expect(isAnswered, "\(heir.said) \(bus.said)")
        try await publish(2, redis, examples)
        let isNextAnswered = await eventually(within: .seconds(30)) { redis.ask(answers).hasPrefix(":2\r\n") }
        #expect(isNextAnswered, "\(heir.said) \(bus.said)")

        #expect(transactions(deployments) == 2)
        let log = redis.ask("XRANGE hokusai:{model_lifecycle:0}:log - +")
        #expect(log.split(separator: "\r\ndeployed\r\n").count == 3, "two answers: \(log)")
        #expect(log.split(separator: "\r\ncausationid\r\n").count == 3, "each says what it answers: \(log)")
        if deployer == .swift { #expect(await heir.terminate() == 0, "\(heir.said)") }
        heir.end()
        #expect(await bus.terminate() == 0)
        await redis.stop()
    }
}
