import EventBus
import HokusaiEvents
import Testing

@Suite("declared wires")
struct DeclaredWireTests {
    private static let queue = "hokusai:model_ready_queue"

    @Test("python_v1 is exactly six and twenty-one keys, null where there is nothing, with naive microseconds")
    func python() throws {
        let wire = try Fleet.wire(of: "model_ready_to_deploy", to: Self.queue)
        let message = try Fleet.message(Fleet.minimal.payload(), of: "model_ready_to_deploy", by: wire)
        #expect(
            String(decoding: message, as: UTF8.self)
                == #"{"message_id":"01890a5d-ac96-774b-bcce-b302099a8057","message_type":"model_ready_to_deploy","#
                + #""timestamp":"2026-11-21T09:12:33.000000","payload":{"model_id":"msg-model/1/msg-ai","#
                + #""token_symbol":"msg-ai","metric_name":"reply_rate","baseline_value":0.75,"current_value":0.82,"#
                + #""model_name":"msg-model","model_version":"1","mlflow_run_id":null,"status":"registered","#
                + #""proposal_identifier":"msg-ai","improvement_percentage":null,"contributor_address":null,"#
                + #""experiment_name":null,"tags":null,"api_schema":null,"eval_spec":null,"scorer_ref":null,"#
                + #""primary_metric":null,"benchmark_spec_id":null,"timestamp":"2026-11-21T09:12:33.000000","#
                + #""message_version":"1.0"},"retry_count":0,"max_retries":3}"#)
    }

    @Test("the channel gets the payload of python_v1 bare, byte for byte")
    func announcement() throws {
        let payload = try Fleet.minimal.payload()
        let whole = try Fleet.message(
            payload, of: "model_ready_to_deploy", by: try Fleet.wire(of: "model_ready_to_deploy", to: Self.queue))
        let bare = try Fleet.message(
            payload, of: "model_ready_to_deploy",
            by: try Fleet.wire(of: "model_ready_to_deploy", to: Self.queue + ":pubsub"))
        #expect(
            String(decoding: whole, as: UTF8.self).contains("\"payload\":\(String(decoding: bare, as: UTF8.self)),"))
    }

    @Test("typescript_v1 is bare, without nulls, with the symbol in upper case")
    func typescript() throws {
        var event = Fleet.minimal
        event.mlflowRunID = "abc123"
        let wire = try Fleet.wire(of: "model_ready_to_deploy", to: Self.queue + ":typescript")
        let message = try Fleet.message(event.payload(), of: "model_ready_to_deploy", by: wire)
        #expect(
            String(decoding: message, as: UTF8.self)
                == #"{"model_id":"msg-model/1/msg-ai","token_symbol":"MSG-AI","metric_name":"reply_rate","#
                + #""baseline_value":0.75,"current_value":0.82,"model_name":"msg-model","model_version":"1","#
                + #""mlflow_run_id":"abc123","timestamp":"2026-11-21T09:12:33Z","message_version":"1.0"}"#)
    }

    @Test("what a wire has written it reads back", arguments: ["", ":pubsub", ":typescript"])
    func roundTrip(suffix: String) throws {
        var event = Fleet.minimal
        event.mlflowRunID = "abc123"
        event.tags = ["dataset": "v2"]
        let wire = try Fleet.wire(of: "model_ready_to_deploy", to: Self.queue + suffix)
        let message = try Fleet.message(event.payload(), of: "model_ready_to_deploy", by: wire)
        #expect(try wire.read(ModelReadyToDeploy.self, from: message) == event)
    }

    @Test("a reader passes over keys that it does not know, and takes null for absent")
    func openReader() throws {
        let wire = try Fleet.wire(of: "model_ready_to_deploy", to: Self.queue)
        let text = """
            {"message_id":"x","extra":1,"payload":{"model_id":"msg-model/1/msg-ai","token_symbol":"msg-ai",
             "metric_name":"reply_rate","baseline_value":0.75,"current_value":0.82,"model_name":"msg-model",
             "model_version":"1","mlflow_run_id":null,"status":"registered","api_schema":{"a":1},"other":[1]}}
            """
        #expect(try wire.read(ModelReadyToDeploy.self, from: Array(text.utf8)) == Fleet.minimal)
    }

    @Test(
        "what is no message of the wire is refused, with the place",
        arguments: [
            (#"{"payload":{"baseline_value":NaN}}"#, "$.payload.baseline_value", InvalidPayload.Rule.syntax),
            (#"{"payload":[1]}"#, "$.payload", .type), ("[1]", "$", .type),
            (#"{"payload":{}}"#, "$.model_id", .required),
        ])
    func refusals(text: String, path: String, rule: InvalidPayload.Rule) throws {
        let wire = try Fleet.wire(of: "model_ready_to_deploy", to: Self.queue)
        let error = #expect(throws: InvalidPayload.self) {
            try wire.read(ModelReadyToDeploy.self, from: Array(text.utf8))
        }
        #expect(error?.path == path)
        #expect(error?.rule == rule)
    }

    /// Templates over a payload, and the members that they make.
    @Test(
        "a derived value",
        arguments: [
            ([.field("count")], "{\"k\":2}"), ([.field("count"), .text("!")], "{\"k\":\"2!\"}"),
            ([.field("symbol", .upper)], "{\"k\":\"MSG-AI\"}"), ([.field("label", .lower)], "{\"k\":\"a\\\"b\"}"),
            ([.field("symbol"), .text("/"), .field("none")], "{}"), ([.field("null")], "{}"),
            ([.attribute(.time)], "{\"k\":\"2026-11-21T09:12:33.000000\"}"),
            ([.attribute(.type, .upper), .text(" "), .attribute(.version)], "{\"k\":\"DEPLOYED 1.0.0\"}"),
            ([.timestamp("at")], "{\"k\":\"2027-01-02T01:04:05.600000\"}"),
            ([.timestamp("symbol")], "{\"k\":\"msg-ai\"}"),
            ([.field("tags")], "{\"k\":{\"a\":1}}"), ([.attribute(.subject)], "{\"k\":\"msg-model/1/msg-ai\"}"),
            ([], "{\"k\":\"\"}"),
        ] as [([WireTemplate.Piece], String)])
    func derived(pieces: [WireTemplate.Piece], expected: String) throws {
        let payload =
            #"{"symbol":"msg-ai","label":"A\"B","count":2,"null":null,"at":"2027-01-02T03:04:05.6+02:00","tags":{"a":1}}"#
        let wire = DeclaredWire(
            "test", timestamps: .pythonNaive, members: [.derived("k", WireTemplate(pieces)), .nothing("n")])
        let message = try Fleet.message(Array(payload.utf8), of: "deployed", by: .declared(wire))
        #expect(String(decoding: message, as: UTF8.self) == expected)
    }

    @Test("a CloudEvent of a declared wire is of the declared version, with the attributes in their own form")
    func cloudEvent() throws {
        let wire = DeclaredWire("test", envelope: .cloudEvents, timestamps: .pythonNaive, members: [.timestamp("at")])
        let message = try Fleet.message(
            Array(#"{"at":"2027-01-02T03:04:05Z"}"#.utf8), of: "deployed", by: .declared(wire))
        let text = String(decoding: message, as: UTF8.self)
        #expect(text.contains(#""type":"ai.hokus.events.deployed.v1""#))
        #expect(text.contains(#""time":"2026-11-21T09:12:33Z""#))
        #expect(text.hasSuffix(#""data":{"at":"2027-01-02T03:04:05.000000"}}"#))
    }
}
