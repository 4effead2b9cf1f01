import EventBus
import EventBusMetrics
import Testing

@Suite("the embedded metric format")
struct EmbeddedMetricDocumentTests {
    private let time = Timestamp(microseconds: 1_795_000_000_123_456)

    private func document(
        _ metrics: [EmbeddedMetricDocument.Metric], queue: String = "hokusai:model_ready_queue"
    ) -> EmbeddedMetricDocument {
        EmbeddedMetricDocument(
            namespace: "Hokusai/Redis", dimensions: [("Environment", "test"), ("Queue", queue)], time: time,
            metrics: metrics)
    }

    @Test("a document is one line of JSON that says what of it is a metric")
    func isWritten() {
        let lines = document([
            .init("main_queue_depth", 5, unit: "Count"), .init("redis_latency_ms", 0.41, unit: "Milliseconds"),
        ]).lines.map { String(decoding: $0, as: UTF8.self) }
        #expect(
            lines == [
                #"{"_aws":{"Timestamp":1795000000123,"CloudWatchMetrics":[{"Namespace":"Hokusai/Redis","#
                    + #""Dimensions":[["Environment","Queue"]],"Metrics":[{"Name":"main_queue_depth","Unit":"Count"},"#
                    + #"{"Name":"redis_latency_ms","Unit":"Milliseconds"}]}]},"Environment":"test","#
                    + #""Queue":"hokusai:model_ready_queue","main_queue_depth":5,"redis_latency_ms":0.41}"#
            ])
    }

    @Test(
        "more metrics than one document may have become several documents",
        arguments: [(0, 0), (100, 1), (101, 2), (250, 3)])
    func isDivided(_ count: Int, _ documents: Int) throws {
        let lines = document((0..<count).map { .init("m\($0)", Double($0), unit: "Count") }).lines
        #expect(lines.count == documents)
        var named = 0
        for line in lines {
            #expect(!line.contains(10))
            #expect(line.count < 1_048_576)
            guard case .object(let object) = try JSONValue(parsing: line) else {
                Issue.record("not an object")
                continue
            }
            // _aws and two dimensions beside the numbers.
            #expect(object.members.count - 3 <= EmbeddedMetricDocument.maximumMetrics)
            named += object.members.count - 3
        }
        #expect(named == count)
    }

    @Test("a number that JSON can't write is left out")
    func isFinite() {
        #expect(document([.init("a", .nan, unit: "None"), .init("b", .infinity, unit: "None")]).lines.isEmpty)
    }

    @Test(
        "a dimension is what CloudWatch takes: printable ASCII, neither empty nor too long",
        arguments: [
            ("", "none"), ("  ", "none"), ("a b", "a b"), ("é", "??"), ("a\nb", "a?b"),
            (String(repeating: "x", count: 2_000), String(repeating: "x", count: 1_024)),
        ])
    func dimensions(_ value: String, _ wanted: String) throws {
        let line = try #require(document([.init("a", 1, unit: "None")], queue: value).lines.first)
        guard case .object(let object) = try JSONValue(parsing: line) else {
            Issue.record("not an object")
            return
        }
        #expect(object["Queue"] == .string(wanted))
    }
}
