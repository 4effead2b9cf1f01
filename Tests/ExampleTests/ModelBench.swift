import FixtureMLflow
import Foundation
import TestSupport
import Testing

/// An MLflow, a Redis, and `eventbus serve` between them, which each can die; and engineers who register models by a script of
/// docs/examples.
final class ModelBench: Sendable {
    let mlflow: FixtureMLflow
    /// The way to MLflow, for the bus and for engineers: cut and refusing, it looks as if MLflow had died.
    let way: FaultProxy
    let redis: TestRedisServer
    private let environment: [String: String]

    /// Runs `work` with a bench whose webhook is set up.
    static func run(
        withOutbox hasOutbox: Bool = false,
        _ work: @escaping @Sendable (ModelBench, ExampleProgram) async throws -> Void
    ) async throws {
        let redis = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        try await FixtureMLflow.run { mlflow in
            let port = try #require(URL(string: mlflow.url)?.port)
            let way = try await FaultProxy(to: .loopback(port), listeningOn: .loopback(0))
            let bench = ModelBench(mlflow, way, redis, hasOutbox: hasOutbox)
            let bus = try bench.startBus(port: 0)
            let gateway = try await bench.port(of: bus)
            try await ExampleProgram.run(
                [ExampleProgram.eventbus, "mlflow", "setup", "--url", "http://127.0.0.1:\(gateway)/webhooks/mlflow"],
                in: redis.folder, environment: bench.environment)
            try await work(bench, bus)
            await way.stop()
        }
        await redis.stop()
    }

    private init(_ mlflow: FixtureMLflow, _ way: FaultProxy, _ redis: TestRedisServer, hasOutbox: Bool) {
        self.mlflow = mlflow
        self.way = way
        self.redis = redis
        guard case .loopback(let port) = way.address else { preconditionFailure("it was to listen on a port") }
        environment = [
            "REDIS_URL": redis.url, "EVENTBUS_CATALOGUE": Examples.root.appendingPathComponent("schemas").path,
            "MLFLOW_TRACKING_URI": "http://127.0.0.1:\(port)",
            "EVENTBUS_MLFLOW_WEBHOOK_SECRET": "a-secret-of-this-test",
            "EVENTBUS_MLFLOW_POLL_INTERVAL": "1s",
        ].merging(hasOutbox ? ["EVENTBUS_OUTBOX_PATH": redis.folder.path + "/outbox.sqlite"] : [:]) { $1 }
    }

    /// Starts `eventbus serve`.
    func startBus(port: Int) throws -> ExampleProgram {
        try ExampleProgram(
            [ExampleProgram.eventbus, "serve", "--port", "\(port)"], in: redis.folder, environment: environment)
    }

    /// The port that it listens on, once it does.
    func port(of bus: ExampleProgram) async throws -> Int {
        let marker = "listening on http://127.0.0.1:"
        let isListening = await eventually(within: .seconds(30)) { bus.said.contains(marker) }
        try #require(isListening, "\(bus.said)")
        let rest = try #require(bus.said.range(of: marker).map { bus.said[$0.upperBound...] })
        return try #require(Int(rest.prefix { $0.isNumber }))
    }

    /// Registers a model version by an engineer's script.
    ///
    /// - Returns: Whether MLflow took all of it.
    func register(_ arguments: [String]) async throws -> Bool {
        let script = Examples.root.appendingPathComponent("docs/examples/mlflow/register_rest.py").path
        let program = try ExampleProgram(
            ["python3", "-B", script] + arguments, in: redis.folder,
            environment: environment.filter { $0.key == "MLFLOW_TRACKING_URI" })
        return await program.status() == 0
    }

    /// An event in the log.
    struct Event: Hashable, CustomStringConvertible {
        let type: String
        let model: String

        var description: String { "\(type) \(model)" }
    }

    /// What is in the log.
    var log: [Event] {
        // Of a reply only the texts: each is a line of its own behind one with its length.
        let lines = redis.ask("XRANGE hokusai:{model_lifecycle:0}:log - +").split(separator: "\r\n")
            .filter { !$0.hasPrefix("$") && !$0.hasPrefix("*") }
        let pairs = zip(lines, lines.dropFirst())
        return zip(pairs.filter { $0.0 == "type" }, pairs.filter { $0.0 == "subject" })
            .map { Event(type: String($0.1), model: String($1.1)) }
    }

    /// How many orders to deploy wait on the list.
    var ready: String { String(redis.ask("LLEN hokusai:model_ready_queue").prefix { !$0.isNewline }) }
}
