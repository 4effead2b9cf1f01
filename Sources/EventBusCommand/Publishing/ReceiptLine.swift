import EventBus

/// What `publish` prints for an event that was appended, or accepted into the outbox.
struct ReceiptLine {
    let receipt: PublishReceipt
    let event: String

    /// The line in the form that was asked for.
    func text(_ form: OutputOptions.Form) -> String {
        switch form {
        case .text:
            let version = receipt.version.map { " version \($0)" } ?? ""
            let place = receipt.position.map { "at \($0)" } ?? "accepted: in the outbox, to be appended to"
            let duplicate = receipt.outcome == .duplicate ? " (duplicate: appended before)" : ""
            return "\(event) \(receipt.eventID) \(place) partition \(receipt.partition)\(version)\(duplicate)"
        case .json: return "\(json)"
        }
    }

    private var json: JSONValue {
        [
            "event": .string(event), "id": .string("\(receipt.eventID)"),
            "position": receipt.position.map { .string("\($0)") } ?? .null,
            "partition": .number(JSONNumber(receipt.partition)),
            "version": receipt.version.map { .number(JSONNumber($0)) } ?? .null,
            "durability": receipt.durability.map { .string("\($0)") } ?? .null,
            "outcome": .string("\(receipt.outcome)"), "duplicate": .bool(receipt.outcome == .duplicate),
        ]
    }
}
