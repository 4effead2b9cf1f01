import EventBus
import EventBusMetrics
import Testing

@testable import EventBusOperations
@testable import RedisEventBus

@Suite("The CloudWatch names of an overview")
struct CloudWatchReportTests {
    private func documents(_ overview: BusOverview) throws -> [JSONObject] {
        try CloudWatchReport(overview, environment: "development").lines.compactMap { line in
            guard case .object(let object) = try JSONValue(parsing: line) else { return nil }
            return object
        }
    }

    @Test("each queue is a document with the deployed names, as its dimensions say")
    func isWritten() throws {
        let document = try #require(try documents(.example()).first)
        #expect(
            document.members.map(\.name) == [
                "_aws", "Environment", "Queue", "redis_healthy", "redis_latency_ms", "redis_connected_clients",
                "redis_used_memory_mb", "redis_ops_per_sec", "main_queue_depth", "processing_queue_depth", "dlq_depth",
                "parcels:queue_oldest_message_age_seconds", "alerts_active",
            ])
        #expect(document["Environment"] == .string("development"))
        #expect(document["Queue"] == .string("parcels:queue"))
        #expect(document["redis_latency_ms"] == .number(try #require(JSONNumber(0.41))))
        #expect(document["redis_used_memory_mb"] == .number(JSONNumber(60)))
        #expect(document["parcels:queue_oldest_message_age_seconds"] == .number(JSONNumber(30)))
    }

    @Test(
        "active alerts are those whose threshold is passed, not reached",
        arguments: [(1_000, 10, 0), (1_001, 10, 1), (1_001, 11, 2)])
    func alerts(_ waiting: Int, _ dead: Int, _ wanted: Int) throws {
        let document = try #require(try documents(.example(waiting: waiting, dead: dead)).first)
        #expect(document["alerts_active"] == .number(JSONNumber(wanted)))
    }

    @Test("while the server is away only that is told")
    func isAway() throws {
        var overview = BusOverview.example()
        overview.server.failure = "refused"
        let document = try #require(try documents(overview).first)
        #expect(document.members.map(\.name) == ["_aws", "Environment", "Queue", "redis_healthy"])
        #expect(document["redis_healthy"] == .number(JSONNumber(0)))
    }
}
