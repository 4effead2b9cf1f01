import AsyncHTTPClient
import EventBus
import Foundation
import NIOCore
import NIOHTTP1

/// Publishing over HTTP: `POST /events/{type}` beside an empty Hummingbird handler under the same `wrk`, and NDJSON batches
/// beside the same events published in this process.
enum WebPublishing: Measurement {
    static let rows = ["http-publish", "http-batch"]
    private static let events = 51_200
    /// How many lines a request has.
    private static let lines = 1_024

    static func run(on bench: Bench) async throws -> [Row] {
        let single = SampleEvents.replacingNumber(
            in: try text(SampleEvents.plain(SampleEvents.markedNumber)), by: RedisBenchmark.placeholder)
        let batch = ByteBuffer(
            string: try (0..<lines).map { try text(SampleEvents.plain($0)) + "\n" }.joined())
        let rows = try await ServedGateway.run(on: bench) { addresses in
            [
                try await publishRow(single, addresses, on: bench), try await batchRow(batch, addresses, on: bench),
            ]
        }
        try bench.reset()
        return rows
    }

    private static func publishRow(
        _ body: String, _ addresses: ServedGateway.Addresses, on bench: Bench
    ) async throws -> Row {
        let runs = try await Alternation(rounds: bench.rounds) {
            try bench.reset()
            let url = addresses.gateway + "/events/model_ready"
            return try await onThreadOfItsOwn { try WebLoad(url, body: body).requestsPerSecond }
        } floor: {
            let url = addresses.empty + "/empty"
            return try await onThreadOfItsOwn { try WebLoad(url, body: body).requestsPerSecond }
        }
        let rate = runs.compare({ $0 }, { $0 })
        return Row(
            rows[0], "POST /events ÷ an empty Hummingbird handler, under wrk", unit: .eventsPerSecond, ours: rate.ours,
            floor: rate.floor, value: rate.ratio, bound: .atLeast(0.4))
    }

    private static func batchRow(
        _ body: ByteBuffer, _ addresses: ServedGateway.Addresses, on bench: Bench
    ) async throws -> Row {
        let batches = SampleEvents.batches(SampleEvents.plain)
        let runs = try await Alternation(rounds: bench.rounds) {
            try bench.reset()
            return try await bench.measure(events: events) { try await post(body, to: addresses.gateway) }
        } floor: {
            try bench.reset()
            return try await bench.measure(events: events) {
                try await PublishingTasks.publishBatches(batches, events: events, on: bench)
            }
        }
        return runs.throughputRow(rows[1], "POST of NDJSON ÷ publish(contentsOf:) of 100 in this process", atLeast: 0.5)
    }

    /// Three connections each send one batch after another, as ``PublishingTasks`` has three tasks.
    private static func post(_ body: ByteBuffer, to address: String) async throws {
        let requests = events / lines
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for writer in 0..<3 {
                tasks.addTask {
                    for _ in stride(from: writer, to: requests, by: 3) {
                        var request = HTTPClientRequest(url: address + "/events/model_ready")
                        request.method = .POST
                        request.headers.add(name: "Content-Type", value: "application/x-ndjson")
                        request.body = .bytes(body)
                        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
                        let text = try await answer.body.collect(upTo: 1 << 24)
                        guard (200..<300).contains(answer.status.code) else {
                            throw BenchmarkError.unexpected("a batch was refused: \(String(buffer: text).prefix(400))")
                        }
                    }
                }
            }
            try await tasks.waitForAll()
        }
    }

    private static func text(_ event: ModelReady) throws -> String {
        var writer = JSONWriter()
        try event.writePayload(to: &writer)
        return writer.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}
