extension DeclaredWire {
    /// Writes the payload of a record: exactly this wire's keys.
    ///
    /// A payload of an older major version is brought to the declared one first, as far as the catalogue's upcasts go.
    func writePayload(of record: EventRecord, _ declaration: EventDeclaration, to json: inout JSONWriter) {
        let payload = Self.payload(of: record, declaration)
        let start = json.beginObject()
        for member in members {
            let value = value(of: member, payload, record, declaration)
            switch (value, absent) {
            case (.some(let value), _):
                json.key(name: member.key)
                json.value(value)
            case (nil, .null):
                json.key(name: member.key)
                json.null()
            case (nil, .omitted): break
            }
        }
        json.endObject(start)
    }

    /// The value of a key; `nil` where there is none, which null says too.
    private func value(
        of member: Member, _ payload: JSONObject, _ record: EventRecord, _ declaration: EventDeclaration
    ) -> JSONValue? {
        switch member {
        case .nothing: nil
        case .constant(_, let value): value
        case .field(let name): WireTemplate([.field(name)]).value(from: payload, timestamps: timestamps) { _ in nil }
        case .timestamp(let name):
            WireTemplate([.timestamp(name)]).value(from: payload, timestamps: timestamps) { _ in nil }
        case .derived(_, let template):
            template.value(from: payload, timestamps: timestamps) { attribute in
                Self.text(of: attribute, record, declaration)
            }
        }
    }

    private static func text(
        of attribute: WireTemplate.Attribute, _ record: EventRecord, _ declaration: EventDeclaration
    ) -> String? {
        switch attribute {
        case .id: record.text(of: \.id)
        case .type: declaration.type
        case .version: declaration.version
        case .source: record.text(of: \.source)
        case .time: record.text(of: \.time)
        case .subject: record.text(of: \.subject)
        }
    }

    /// The payload as members. The router has checked that it is an object before it writes.
    private static func payload(of record: EventRecord, _ declaration: EventDeclaration) -> JSONObject {
        var bytes = record.data
        if let older = try? record.withBytes(record.spans.version, { try declaration.olderMajor(ofVersion: $0) }),
            let read = try? JSONValue(parsing: bytes, limits: .published),
            let raised = try? declaration.upcast(read, fromMajor: older)
        {
            bytes = raised
        }
        guard case .object(let payload)? = try? JSONValue(parsing: bytes, limits: .published) else { return [:] }
        return payload
    }
}
