import EventBus

/// Has an idempotency key that is remembered for a day, and a history.
struct ParcelWeighed: Event {
    static let declaration = EventDeclaration(
        catalogue: "org.example.parcels", type: "parcel_weighed", version: "1.0.0", stream: parcels,
        aggregate: AggregateDeclaration(type: "parcel", history: .kept), idempotencyWindow: .seconds(86_400))

    var parcel: String
    var weighing: String
    var note = ""

    var aggregateID: String { parcel }
    var idempotencyKey: String? { weighing }
    private static let names = FieldNames("parcel weighing note")

    init(parcel: String, weighing: String, note: String = "") {
        self.parcel = parcel
        self.weighing = weighing
        self.note = note
    }

    func writePayload(to json: inout JSONWriter) throws(InvalidPayload) {
        let start = json.beginObject()
        json.key(",\"parcel\":")
        json.string(parcel)
        json.key(",\"weighing\":")
        json.string(weighing)
        json.key(",\"note\":")
        json.string(note)
        json.endObject(start)
    }

    init(payload json: inout JSONReader) throws(InvalidPayload) {
        try json.open(Self.names)
        try json.require(0)
        parcel = try json.string()
        try json.require(1)
        weighing = try json.string()
        note = json.has(2) ? try json.string() : ""
        _ = json.close()
    }
}
