import EventBus
import HTTPTypes
import NIOCore

/// The answer about one event that was taken.
struct ReceiptBody: Sendable {
    let receipt: PublishReceipt
    /// The event's name.
    let event: String

    /// 201 for an event that this request appended, 200 for one that was there, 202 for one that waits in the outbox.
    var status: HTTPResponse.Status {
        switch receipt.outcome {
        case .appended: .created
        case .duplicate: .ok
        case .accepted: .accepted
        }
    }

    /// Writes the members without the braces; nothing in them needs to be escaped.
    func write(to buffer: inout ByteBuffer) {
        buffer.writeStaticString("\"id\":\"")
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 36) { room in
            receipt.eventID.write(to: room)
            return 36
        }
        buffer.writeStaticString("\",\"type\":\"")
        buffer.writeString(event)
        buffer.writeStaticString("\",\"outcome\":\"")
        buffer.writeStaticString(outcome)
        buffer.writeStaticString("\",\"partition\":")
        buffer.writeString(String(receipt.partition))
        if let position = receipt.position {
            buffer.writeStaticString(",\"position\":\"")
            buffer.writeString(String(position.milliseconds))
            buffer.writeStaticString("-")
            buffer.writeString(String(position.sequence))
            buffer.writeStaticString("\"")
        } else {
            buffer.writeStaticString(",\"position\":null")
        }
        buffer.writeStaticString(",\"version\":")
        buffer.writeString(receipt.version.map { String($0) } ?? "null")
        if let durability = receipt.durability {
            buffer.writeStaticString(",\"durability\":\"")
            buffer.writeString(durability.description)
            buffer.writeStaticString("\"")
        } else {
            buffer.writeStaticString(",\"durability\":null")
        }
    }

    private var outcome: StaticString {
        switch receipt.outcome {
        case .appended: "appended"
        case .duplicate: "duplicate"
        case .accepted: "accepted"
        }
    }
}
