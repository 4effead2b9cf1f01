import CatalogueEvents
import ConfiguredEventBus
import EventCatalogue
import EventGateway
import Foundation
import TestSupport

/// A gateway in a process of its own, so that its memory is its own: this program, run again.
struct StreamServer {
    /// What makes this program be the gateway; a Redis' address follows.
    static let role = "--stream-server"

    let port: Int
    private let process: Process
    private let input: Pipe

    /// Starts the gateway and waits until it listens.
    ///
    /// - Throws: ``BenchmarkError`` where it does not.
    init(redis: String) throws(BenchmarkError) {
        let process = Process()
        process.executableURL = Bundle.main.executableURL
        process.arguments = [Self.role, redis]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        do { try process.run() } catch { throw .program("the gateway", "\(error)") }
        var line: [UInt8] = []
        while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
        guard let port = Int(String(decoding: line, as: UTF8.self)) else {
            throw .program("the gateway", "it does not listen")
        }
        self.process = process
        self.input = input
        self.port = port
    }

    /// How much memory it has resident, in megabytes, as `ps` tells it.
    func residentMegabytes() throws(BenchmarkError) -> Double {
        let text = try ChildProcess(["ps", "-o", "rss=", "-p", String(process.processIdentifier)])
            .output.filter(\.isNumber)
        guard let kibibytes = Double(text) else { throw .program("ps", "its output has changed: \(text)") }
        return kibibytes * 1_024 / 1_000_000
    }

    /// Ends it.
    func stop() {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }

    /// Is the gateway: listens until it is ended.
    static func run(redis: String) async throws {
        let catalogue = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("benchmark.catalogue.yaml").path
        let settings = try EventBusSettings.load(
            flags: [.redisURL: redis, .namespace: "bench", .catalogue: catalogue, .source: "/benchmark"],
            environment: [:])
        let loaded = LoadedCatalogue(try CatalogueReader.read(path: catalogue).catalogue)
        let bus = try ConfiguredEventBus(settings, events: loaded.declarations, logger: Bench.silence)
        let gateway = Gateway(
            GatewayConfiguration(port: 0),
            serving: GatewayParts(bus: bus, catalogue: loaded, version: "0", logger: Bench.silence)
        ) { port in
            print(port)
            fflush(nil)
        }
        try await gateway.run()
    }
}
