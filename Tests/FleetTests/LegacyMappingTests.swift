import CatalogueEvents
import EventBus
import HokusaiEvents
import LegacyMessages
import RedisEventBus
import Testing

@Suite("messages of the deployed services as events")
struct LegacyMappingTests {
    private static func mapping(_ event: String? = nil) throws -> LegacyMapping {
        try #require(
            LegacyMapping(list: "the:list", event: event, catalogue: LoadedCatalogue(Fleet.catalogue())))
    }

    private static func crossing(_ text: String, _ event: String? = nil) throws -> BridgedMessage.Crossing {
        let message = try mapping(event).read(Array(text.utf8))
        guard case .event(let crossing) = message else {
            Issue.record("not an event: \(message)")
            throw CancellationError()
        }
        return crossing
    }

    @Test("the deployer's answer becomes `deployed`, in the catalogue's names and forms")
    func answer() throws {
        let crossing = try Self.crossing(Answers.full)
        let event = try Deployed(payload: crossing.event.payload)
        #expect(event.modelID == "msg-model/1/msg-ai")
        #expect(event.tokenSymbol == "msg-ai")
        #expect(event.network == .sepolia)
        #expect(event.blockNumber == 6_500_123)
        #expect(event.deployedAt == Timestamp("2026-11-21T09:12:33.5Z"))
        #expect(event.unknownFields.isEmpty)
        #expect(crossing.event.envelope.type == "deployed")
        #expect(crossing.event.envelope.subject == "msg-model/1/msg-ai")
        #expect(crossing.event.envelope.correlationID == "story")
        #expect(crossing.event.envelope.source == "hokusai-token")
        #expect(crossing.event.idempotencyKey?.hasPrefix("msg-model/1/msg-ai/0x9fc") == true)
        #expect(crossing.messageID == nil)
    }

    @Test("the Python publisher's envelope becomes `model_ready_to_deploy`")
    func order() throws {
        let crossing = try Self.crossing(Answers.order(id: "m-1", symbol: "MSG-AI"))
        let event = try ModelReadyToDeploy(payload: crossing.event.payload)
        #expect(event.tokenSymbol == "msg-ai")
        #expect(event.modelID == "msg-model/1/msg-ai")
        #expect(event.tags == ["dataset": "v2", "rows": "7"])
        #expect(event.mlflowRunID == nil)
        #expect(crossing.messageID == "m-1")
        #expect(crossing.event.envelope.time == Timestamp("2026-11-21T09:12:33.507397Z"))
        #expect(crossing.event.envelope.source == "the:list")
    }

    @Test(
        "a source or correlation id is taken as it is, but for one of more than 512 bytes or with control characters",
        arguments: [
            ("hokusai-token", true), (String(repeating: "s", count: 512), true), ("café 漢", true),
            (String(repeating: "s", count: 513), false), (String(repeating: "é", count: 257), false),
            ("a\u{0}b", false), ("a\r\nb", false), ("\u{1B}[31m", false), ("a\u{7F}", false), ("a\u{85}", false),
        ])
    func attributes(text: String, isTaken: Bool) throws {
        let json = String(decoding: JSONValue.string(text).bytes, as: UTF8.self)
        let message = Answers.full.replacing(
            #""correlationId":"story","source":"hokusai-token""#, with: #""correlationId":\#(json),"source":\#(json)"#)
        let envelope = try Self.crossing(message).event.envelope
        #expect(envelope.source == (isTaken ? text : "the:list"))
        #expect(envelope.correlationID == (isTaken ? text : nil))
    }

    @Test("a payload alone is what the list is said to carry")
    func bare() throws {
        let crossing = try Self.crossing(
            String(decoding: Fleet.minimal.payload(), as: UTF8.self), "model_ready_to_deploy")
        #expect(try ModelReadyToDeploy(payload: crossing.event.payload) == Fleet.minimal)
    }

    @Test("a list cannot be said to carry what the catalogue does not have")
    func unknownEvent() throws {
        #expect(LegacyMapping(list: "l", event: "deploid", catalogue: LoadedCatalogue(try Fleet.catalogue())) == nil)
        #expect(
            LegacyMapping(list: "l", event: "token_deployed", catalogue: LoadedCatalogue(try Fleet.catalogue())) != nil)
    }

    @Test(
        "what can never be an event is poison, with the reason",
        arguments: [
            (#"{"a":NaN}"#, "deployed", "NaN"), (#"{"a":1}"#, nil, "--event"),
            (#"{"event_type":"token_gone","a":1}"#, nil, "token_gone"),
            (#"{"event_type":"token_deployed","a":1}"#, "model_ready_to_deploy", "bridged as model_ready_to_deploy"),
            (#"{"a":1}"#, "deployed", "model_id"),
            (#"{"message_type":"deployed","payload":{"model_id":7,"token_symbol":"?"}}"#, nil, "token_symbol"),
        ] as [(String, String?, String)])
    func poison(text: String, event: String?, part: String) throws {
        let message = try Self.mapping(event).read(Array(text.utf8))
        guard case .poison(let reason) = message else {
            Issue.record("not poison: \(message)")
            return
        }
        #expect(reason.contains(part))
    }
}
