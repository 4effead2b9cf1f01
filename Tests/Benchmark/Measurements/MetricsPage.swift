import AsyncHTTPClient
import CoreMetrics
import EventBusMetrics
import EventGateway
import NIOCore
import NIOHTTP1

/// `GET /metrics` of 1,000 series, beside the same request of an empty handler.
enum MetricsPage: Measurement {
    static let rows = ["metrics-page"]
    private static let series = 1_000

    static func run(on bench: Bench) async throws -> [Row] {
        let registry = MetricRegistry()
        for number in 0..<series {
            Counter(label: "eventbus_published_total", dimensions: [("event", "event_\(number)")], factory: registry)
                .increment()
        }
        let runs = try await ServedGateway.run(on: bench) { parts in
            parts.metrics = { String(decoding: registry.prometheusText(), as: UTF8.self) }
        } _: { addresses in
            try await Alternation(rounds: 20) {
                try await milliseconds(of: .GET, addresses.gateway + "/metrics", atLeast: series)
            } floor: {
                try await milliseconds(of: .POST, addresses.empty + "/empty", atLeast: 0)
            }
        }
        let time = runs.compare({ $0 }, { $0 })
        return [
            Row(
                rows[0], "GET /metrics of 1,000 series; an empty handler", unit: .milliseconds, ours: time.ours,
                floor: time.floor, value: time.ours, bound: .atMost(20))
        ]
    }

    private static func milliseconds(of method: HTTPMethod, _ url: String, atLeast lines: Int) async throws -> Double {
        var request = HTTPClientRequest(url: url)
        request.method = method
        let start = ProcessorClock.monotonicSeconds
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await answer.body.collect(upTo: 1 << 24)
        let time = (ProcessorClock.monotonicSeconds - start) * 1_000
        guard String(buffer: body).split(separator: "\n").count >= lines else {
            throw BenchmarkError.unexpected("\(url) does not show \(lines) series")
        }
        return time
    }
}
