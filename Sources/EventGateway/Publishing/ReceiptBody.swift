import EventBus
import HTTPTypes

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

    /// The members without the braces; nothing in them needs to be escaped.
    var members: String {
        var text =
            "\"id\":\"\(receipt.eventID.description)\",\"type\":\"\(event)\",\"outcome\":\"\(outcome)\",\"partition\":\(receipt.partition)"
        text += receipt.position.map { ",\"position\":\"\($0.description)\"" } ?? ",\"position\":null"
        text += receipt.version.map { ",\"version\":\($0)" } ?? ",\"version\":null"
        text += receipt.durability.map { ",\"durability\":\"\($0)\"" } ?? ",\"durability\":null"
        return text
    }

    private var outcome: String {
        switch receipt.outcome {
        case .appended: "appended"
        case .duplicate: "duplicate"
        case .accepted: "accepted"
        }
    }
}
