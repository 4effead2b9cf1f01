import EventBus

/// What `publish` prints for an event that was appended.
struct ReceiptLine {
    let receipt: PublishReceipt
    let event: String

    /// The line in the form that was asked for.
    func text(_ form: OutputOptions.Form) -> String {
        switch form {
        case .text:
            let version = receipt.version.map { " version \($0)" } ?? ""
            let duplicate = receipt.outcome == .duplicate ? " (duplicate: appended before)" : ""
            return
                "\(event) \(receipt.eventID) at \(receipt.position) partition \(receipt.partition)\(version)\(duplicate)"
        case .json: return "\(json)"
        }
    }

    private var json: JSONValue {
        [
            "event": .string(event), "id": .string("\(receipt.eventID)"), "position": .string("\(receipt.position)"),
            "partition": .number(JSONNumber(receipt.partition)),
            "version": receipt.version.map { .number(JSONNumber($0)) } ?? .null,
            "durability": .string("\(receipt.durability)"), "duplicate": .bool(receipt.outcome == .duplicate),
        ]
    }
}
