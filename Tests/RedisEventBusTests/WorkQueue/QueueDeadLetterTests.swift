import EventBus
import Foundation
import Testing

@testable import RedisEventBus

/// A message as the deployed Python library writes them.
private let sampleMessage: String = """
    {"message_id": "4f7a", "message_type": "model_ready_to_deploy", "payload": {"model_id": "m/1/t", "tags": null}, \
    "timestamp": "2026-11-21T09:12:33.507397", "retry_count": 3, "max_retries": 3}
    """

@Suite("Dead letters of a work queue, read")
struct QueueDeadLetterTests {
    private func read(_ text: String) -> QueueDeadLetter { QueueDeadLetter(Array(text.utf8)) }

    @Test("the Python library's: the message is a string")
    func python() throws {
        let inner = String(decoding: try JSONSerialization.data(withJSONObject: [sampleMessage]), as: UTF8.self)
        let letter = read(
            """
            {"original_message": \(inner.dropFirst().dropLast()), "error": "Processing failed", \
            "failed_at": "2026-11-21T09:12:33.737557", "original_queue": "hokusai:model_ready_queue"}
            """)
        #expect(letter.shape == .python && letter.error == "Processing failed")
        #expect(letter.queue == "hokusai:model_ready_queue" && letter.failedAt != nil)
        #expect(letter.original.bytes == Array(sampleMessage.utf8))
        #expect(letter.original.retries == 3 && letter.original.id == "4f7a")
    }

    @Test(
        "the TypeScript workers': the message is an object or a string",
        arguments: [#"{"model_id":"m","_retryCount":3}"#, #""{\"model_id\":\"m\",\"_retryCount\":3}""#])
    func typeScript(original: String) {
        let letter = read(
            """
            {"originalMessage":\(original),"error":"revert","timestamp":"2026-11-21T09:12:33.737Z",\
            "queue":"hokusai:mint_requests","reason":"x","failureClass":"permanent"}
            """)
        #expect(letter.shape == .typeScript && letter.error == "revert" && letter.queue == "hokusai:mint_requests")
        #expect(letter.original.retries == 3 && letter.failedAt?.description == "2026-11-21T09:12:33.737000Z")
        #expect(String(decoding: letter.original.renewed, as: UTF8.self) == #"{"model_id":"m"}"#)
    }

    @Test("the Python example's: the envelope itself; and junk", arguments: [sampleMessage, "junk", "[]", "\u{0}"])
    func bare(text: String) {
        let letter = read(text)
        #expect(letter.shape == .bare && letter.error == nil && letter.original.bytes == Array(text.utf8))
    }

    @Test("our own letter gives back every byte, of text and of what is none")
    func own() {
        for item in [Array(sampleMessage.utf8), [0xff, 0x00, 0x22, 0x5c, 0xc3], []] as [[UInt8]] {
            let bytes = WorkQueueLetter.bytes(of: item, error: "no \"reason\"", queue: "q")
            let letter = QueueDeadLetter(bytes)
            #expect(letter.shape == .python && letter.error == "no \"reason\"" && letter.queue == "q")
            #expect(letter.original.bytes == item)
        }
        let text = String(decoding: WorkQueueLetter.bytes(of: Array("{}".utf8), error: "e", queue: "q"), as: UTF8.self)
        #expect(text.hasPrefix(#"{"original_message":"{}","error":"e","failed_at":""#))
        #expect(text.hasSuffix(#"","original_queue":"q"}"#))
        #expect(!text.contains("Z\""), "deployed monitors take a time without an offset")
    }
}
