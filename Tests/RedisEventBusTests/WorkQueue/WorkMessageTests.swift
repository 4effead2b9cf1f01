import EventBus
import Testing

@testable import RedisEventBus

private let sampleEnvelope: String = """
    {"message_id": "4f7a8195", "message_type": "parcel_sent", "payload": {"parcel": "p", "weight": 3}, \
    "timestamp": "2026-11-21T09:12:33.507397", "retry_count": 2, "max_retries": 3}
    """
private let sampleCloudEvent: String = """
    {"specversion":"1.0","type":"org.example.parcels.parcel_shipped.v1","source":"s","id":"i",\
    "time":"2026-11-21T09:12:33Z","datacontenttype":"application/json","data":{"parcel":"p","weight":3}}
    """

@Suite("Items of a work queue, read")
struct WorkMessageTests {
    private func read(_ text: String) -> WorkMessage { WorkMessage(Array(text.utf8)) }

    @Test("the queue's envelope: id, type, time, payload and both counts")
    func envelope() throws {
        let message = read(sampleEnvelope)
        #expect(message.format == .messageEnvelope)
        #expect(message.id == "4f7a8195" && message.type == "parcel_sent")
        #expect(message.time?.description == "2026-11-21T09:12:33.507397Z")
        #expect(message.retries == 2 && message.retriesAllowed == 3)
        #expect(String(decoding: message.payload, as: UTF8.self) == #"{"parcel": "p", "weight": 3}"#)
        #expect(try message.decode(ParcelSent.self).weight == 3)
        #expect(message.isEvent(of: ParcelSent.declaration) && !message.isEvent(of: ParcelDelivered.declaration))
    }

    @Test("a CloudEvent, under an alias too")
    func cloudEvent() throws {
        let message = read(sampleCloudEvent)
        #expect(message.format == .cloudEvent && message.id == "i" && message.time != nil)
        #expect(try message.decode(ParcelSent.self).parcel == "p")
        #expect(message.isEvent(of: ParcelSent.declaration) && !message.isEvent(of: ParcelDelivered.declaration))
    }

    @Test("a payload alone, with null for what is absent and fields that nobody declared")
    func payload() throws {
        let message = read(#"{"parcel":"p","weight":3,"id":"own","type":"own","colour":null}"#)
        #expect(message.format == .payload && message.id == nil && message.type == nil && message.retries == 0)
        let event = try message.decode(ParcelSent.self)
        #expect(event.unknownFields["colour"] == .null)
        #expect(message.isEvent(of: ParcelSent.declaration))
        #expect(!message.countsRetries && message.bytes(retries: 9) == message.bytes)
    }

    @Test(
        "what is no JSON object is opaque, says why, and keeps its bytes",
        arguments: ["", "hello", "[1]", "{\"a\":NaN}", "{\"a\":1", "{\"a\":1,\"a\":2}", "\u{0}\u{1}"])
    func opaque(text: String) {
        let message = read(text)
        #expect(message.format == .opaque && message.problem != nil && message.bytes == Array(text.utf8))
        #expect(throws: InvalidPayload.self) { try message.decode(ParcelSent.self) }
        #expect(!message.isEvent(of: ParcelSent.declaration))
    }

    @Test("one retry more changes the count and no other byte")
    func counts() {
        let next = read(sampleEnvelope).bytes(retries: 10)
        #expect(
            String(decoding: next, as: UTF8.self)
                == sampleEnvelope.replacing("\"retry_count\": 2", with: "\"retry_count\": 10"))
        let typeScript = read(#"{"model_id":"m","_retryCount":1}"#)
        #expect(typeScript.retries == 1)
        #expect(
            String(decoding: typeScript.bytes(retries: 2), as: UTF8.self) == #"{"model_id":"m","_retryCount":2}"#)
    }

    @Test(
        "made new, a message has no retries behind it",
        arguments: [
            (sampleEnvelope, sampleEnvelope.replacing("\"retry_count\": 2", with: "\"retry_count\": 0")),
            (#"{"model_id":"m\u00e9","_retryCount":1,"x":1.50}"#, #"{"model_id":"mé","x":1.50}"#),
            (#"{"payload":{"_retryCount":7}}"#, #"{"payload":{"_retryCount":7}}"#), ("junk", "junk"),
        ])
    func renewed(before: String, after: String) {
        #expect(String(decoding: read(before).renewed, as: UTF8.self) == after)
    }
}
