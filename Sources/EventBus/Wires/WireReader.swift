extension Wire {
    private static let cloudEventNames = FieldNames("data")
    private static let messageEnvelopeNames = FieldNames("payload")

    /// Reads the event out of a message that this wire has written.
    ///
    /// - Throws: ``InvalidPayload`` where the message is not JSON, or does not hold the event.
    package func read<E: Event>(_: E.Type, from message: [UInt8]) throws(InvalidPayload) -> E {
        try JSONReader.read(message, limits: .published) { (json) throws(InvalidPayload) in
            switch self {
            case .payload: return try E(payload: &json)
            case .cloudEvents: return try Self.member(of: Self.cloudEventNames, &json)
            case .messageEnvelope: return try Self.member(of: Self.messageEnvelopeNames, &json)
            }
        }
    }

    /// The event at the only name of `names`; what else the message has is passed over.
    private static func member<E: Event>(
        of names: FieldNames, _ json: inout JSONReader
    ) throws(InvalidPayload) -> E {
        try json.open(names)
        try json.require(0)
        let event = try E(payload: &json)
        _ = json.close()
        return event
    }
}
