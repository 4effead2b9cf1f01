import EventBus

/// The events of these tests, in the form of generated code: small enough to read, with every kind of declaration.
let parcels = StreamDeclaration(
    name: "parcels",
    delivery: DeliveryPolicy(
        attempts: 3, backoff: RetryBackoff(base: .milliseconds(5), factor: 2, max: .milliseconds(20)),
        ackTimeout: .milliseconds(300)))

/// Goes to the log, a list and two channels.
struct ParcelSent: Event {
    static let declaration = EventDeclaration(
        catalogue: "org.example.parcels", type: "parcel_sent", aliases: ["parcel_shipped"], version: "1.2.0",
        stream: parcels, aggregate: AggregateDeclaration(type: "parcel", history: .none),
        routes: [
            RouteDeclaration(.list("parcels:queue"), wire: .messageEnvelope),
            RouteDeclaration(.channel("parcels:queue:pubsub"), wire: .payload),
            RouteDeclaration(.channel("parcels:events:parcel_sent")),
        ])

    var parcel: String
    var weight: Int
    var unknownFields = JSONObject()

    var aggregateID: String { parcel }
    private static let names = FieldNames("parcel weight")
    private static let nonEmpty = StringRule(minLength: 1, maxLength: 64)

    init(parcel: String, weight: Int) {
        self.parcel = parcel
        self.weight = weight
    }

    func writePayload(to json: inout JSONWriter) throws(InvalidPayload) {
        let start = json.beginObject()
        json.key(",\"parcel\":")
        try json.string(parcel, Self.nonEmpty)
        json.key(",\"weight\":")
        json.int(Int64(weight))
        json.endObject(start, unknownFields)
    }

    init(payload json: inout JSONReader) throws(InvalidPayload) {
        try json.open(Self.names)
        try json.require(0)
        parcel = try json.string()
        try json.require(1)
        weight = Int(try json.int())
        unknownFields = json.close()
    }
}

/// Keeps a history, has an idempotency key, and a field that is not shown in logs.
struct ParcelDelivered: Event {
    static let declaration = EventDeclaration(
        catalogue: "org.example.parcels", type: "parcel_delivered", version: "2.0.1", stream: parcels,
        aggregate: AggregateDeclaration(type: "parcel", history: .kept), idempotencyWindow: .seconds(60),
        hiddenFields: ["signature"])

    var parcel: String
    var signature: String?

    var aggregateID: String { parcel }
    var idempotencyKey: String? { signature }
    private static let names = FieldNames("parcel signature")

    init(parcel: String, signature: String? = nil) {
        self.parcel = parcel
        self.signature = signature
    }

    func writePayload(to json: inout JSONWriter) throws(InvalidPayload) {
        let start = json.beginObject()
        json.key(",\"parcel\":")
        json.string(parcel)
        if let signature {
            json.key(",\"signature\":")
            json.string(signature)
        }
        json.endObject(start)
    }

    init(payload json: inout JSONReader) throws(InvalidPayload) {
        try json.open(Self.names)
        try json.require(0)
        parcel = try json.string()
        signature = json.has(1) ? try json.string() : nil
        _ = json.close()
    }
}

let parcelEvents = [ParcelSent.declaration, ParcelDelivered.declaration]
