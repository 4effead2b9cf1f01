extension Wire {
    private static let cloudEventNames = FieldNames("type data")
    private static let messageEnvelopeNames = FieldNames("payload")

    /// Reads the event out of a message that this wire has written; a CloudEvent of an older major version by the
    /// catalogue's upcasts. The other wires do not say a version: theirs is the declared one.
    ///
    /// - Throws: ``InvalidPayload`` where the message is not JSON, or does not hold the event, or one of a newer major
    ///   version.
    package func read<E: Event>(_: E.Type, from message: [UInt8]) throws(InvalidPayload) -> E {
        switch self {
        case .payload: try Self.reading(message) { (json) throws(InvalidPayload) in try E(payload: &json) }
        case .cloudEvents: try Self.reading(message) { (json) throws(InvalidPayload) in try Self.cloudEvent(&json) }
        case .messageEnvelope:
            try Self.reading(message) { (json) throws(InvalidPayload) in
                try json.open(Self.messageEnvelopeNames)
                try json.require(0)
                let event = try E(payload: &json)
                _ = json.close()
                return event
            }
        case .declared(let wire): try wire.read(E.self, from: message)
        }
    }

    private static func reading<E: Event>(
        _ message: [UInt8], _ read: (inout JSONReader) throws(InvalidPayload) -> E
    ) throws(InvalidPayload) -> E {
        try JSONReader.read(message, limits: .published, read)
    }

    /// The event of a CloudEvent's data; what else the message has is passed over.
    private static func cloudEvent<E: Event>(_ json: inout JSONReader) throws(InvalidPayload) -> E {
        try json.open(cloudEventNames)
        var older: Int?
        if json.has(0), let type = json.textIfAny {
            older = try E.declaration.olderMajor(ofCloudEventsType: type)
        }
        try json.require(1)
        if let older { return try E.declaration.read(E.self, try json.value(), fromMajor: older) }
        let event = try E(payload: &json)
        _ = json.close()
        return event
    }
}
