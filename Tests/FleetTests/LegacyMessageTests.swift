import EventBus
import LegacyMessages
import Testing

@Suite("messages of the deployed services")
struct LegacyMessageTests {
    /// A message, its id and type, and what of the payload is left.
    struct Row: Sendable {
        let text: String
        var id: String?
        var type: String?
        var payload: JSONObject = ["a": 1]
    }

    static let envelope =
        #"{"message_id":"m-1","message_type":"t","payload":{"a":1,"n":null},"timestamp":"2026-11-21T09:12:33.507397","retry_count":3,"max_retries":3}"#

    @Test(
        "every shape is read; null is absent",
        arguments: [
            Row(text: envelope, id: "m-1", type: "t"),
            Row(text: #"{"a":1,"n":null}"#),
            Row(text: #"{"a":1,"payload":[2]}"#, payload: ["a": 1, "payload": [2]]),
            Row(
                text: #"{"event_id":"e-1","event_type":"t","source":"s","timestamp":"x","payload":{"a":1}}"#,
                id: "e-1", type: "t"),
            Row(
                text: #"{"event_type":"token_deployed","a":1,"_metadata":{"correlationId":"c"}}"#,
                type: "token_deployed", payload: ["event_type": "token_deployed", "a": 1]),
            Row(text: #"{"a":1,"_retryCount":2}"#),
            Row(
                text:
                    #"{"original_message":"{\"a\":1}","error":"Processing failed","failed_at":"x","original_queue":"q"}"#
            ),
            Row(text: #"{"originalMessage":{"a":1,"_retryCount":1},"error":"boom","timestamp":"x","queue":"q"}"#),
            Row(text: #"{"originalMessage":"{\"a\":1}","error":"boom","timestamp":"x","queue":"q"}"#),
            Row(text: #"{"message_type":"t","a":1}"#, type: "t", payload: ["message_type": "t", "a": 1]),
        ])
    func shapes(row: Row) throws {
        let message = try LegacyMessage(Array(row.text.utf8))
        #expect(message.id == row.id)
        #expect(message.type == row.type)
        #expect(message.payload == row.payload)
    }

    @Test("a time without an offset is UTC, and what the message belongs to is kept")
    func attributes() throws {
        let message = try LegacyMessage(Array(Self.envelope.utf8))
        #expect(message.time == Timestamp("2026-11-21T09:12:33.507397Z"))
        let answer = try LegacyMessage(
            Array(
                #"{"event_type":"t","_metadata":{"correlationId":"c","source":"s","publishedAt":"2026-11-21T09:12:33Z"}}"#
                    .utf8))
        #expect(answer.correlationID == "c")
        #expect(answer.source == "s")
        #expect(answer.time == Timestamp("2026-11-21T09:12:33Z"))
    }

    @Test(
        "what is no JSON is an error that says what stands where",
        arguments: [
            (#"{"a":NaN}"#, InvalidPayload.Rule.finite, "NaN"), (#"{"a":Infinity}"#, .finite, "Infinity"),
            (#"{"a":-Infinity}"#, .finite, "-Infinity"), (#"{"payload":{"a":[1,NaN]}}"#, .finite, "NaN"),
            ("{", .syntax, ""),
            ("[1]", .type, "object"), ("", .syntax, ""), ("\u{0}\u{1}", .syntax, ""),
            (#"{"original_message":"{\"a\":NaN}","error":"x"}"#, .finite, "NaN"),
        ])
    func unreadable(text: String, rule: InvalidPayload.Rule, part: String) {
        let error = #expect(throws: InvalidPayload.self) { try LegacyMessage(Array(text.utf8)) }
        #expect(error?.rule == rule)
        #expect(error?.message.contains(part) == true || part.isEmpty)
    }
}
