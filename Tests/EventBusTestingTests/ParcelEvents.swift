import EventBus

/// The events of these tests, in the form of generated code.
let parcels = StreamDeclaration(
    name: "parcels",
    delivery: DeliveryPolicy(
        attempts: 3, backoff: RetryBackoff(base: .seconds(1), factor: 2, max: .seconds(30)),
        ackTimeout: .seconds(10)),
    groups: [GroupDeclaration(name: "couriers", order: .none), GroupDeclaration(name: "ledger")])

/// The same, held up behind a dead letter.
let heldParcels = StreamDeclaration(
    name: "held_parcels",
    delivery: DeliveryPolicy(attempts: 1, ackTimeout: .seconds(10), afterDeadLetter: .holdAggregate))

/// A payload of these tests: a parcel and a number.
struct Parcel: Hashable, Codable, Sendable {
    var parcel: String
    var weight: Int
    private static let names = FieldNames("parcel weight")
    private static let nonEmpty = StringRule(minLength: 1, maxLength: 64)

    func write(to json: inout JSONWriter) throws(InvalidPayload) {
        let start = json.beginObject()
        json.key(",\"parcel\":")
        try json.string(parcel, Self.nonEmpty)
        json.key(",\"weight\":")
        json.int(Int64(weight))
        json.endObject(start)
    }

    init(parcel: String, weight: Int) {
        self.parcel = parcel
        self.weight = weight
    }

    init(payload json: inout JSONReader) throws(InvalidPayload) {
        try json.open(Self.names)
        try json.require(0)
        parcel = try json.string()
        try json.require(1)
        weight = Int(try json.int())
        _ = json.close()
    }
}

/// Goes to the log, a list and a channel.
struct ParcelSent: Event {
    static let declaration = EventDeclaration(
        catalogue: "org.example.parcels", type: "parcel_sent", version: "1.2.0", stream: parcels,
        aggregate: AggregateDeclaration(type: "parcel", history: .none),
        routes: [
            RouteDeclaration(.list("parcels:queue"), wire: .messageEnvelope),
            RouteDeclaration(.channel("parcels:events"), wire: .payload),
        ])

    let content: Parcel
    var aggregateID: String { content.parcel }

    init(_ parcel: String, _ weight: Int = 1) { content = Parcel(parcel: parcel, weight: weight) }
    func writePayload(to json: inout JSONWriter) throws(InvalidPayload) { try content.write(to: &json) }
    init(payload json: inout JSONReader) throws(InvalidPayload) { content = try Parcel(payload: &json) }
}

/// Keeps a history, and has an idempotency key.
struct ParcelDelivered: Event {
    static let declaration = EventDeclaration(
        catalogue: "org.example.parcels", type: "parcel_delivered", version: "2.0.1", stream: parcels,
        aggregate: AggregateDeclaration(type: "parcel", history: .kept), idempotencyWindow: .seconds(60))

    let content: Parcel
    var aggregateID: String { content.parcel }
    var idempotencyKey: String? { content.parcel }

    init(_ parcel: String, _ weight: Int = 1) { content = Parcel(parcel: parcel, weight: weight) }
    func writePayload(to json: inout JSONWriter) throws(InvalidPayload) { try content.write(to: &json) }
    init(payload json: inout JSONReader) throws(InvalidPayload) { content = try Parcel(payload: &json) }
}

/// Of the stream that holds an aggregate behind its dead letter.
struct ParcelWeighed: Event {
    static let declaration = EventDeclaration(
        catalogue: "org.example.parcels", type: "parcel_weighed", version: "1.0.0", stream: heldParcels,
        aggregate: AggregateDeclaration(type: "parcel", history: .none))

    let content: Parcel
    var aggregateID: String { content.parcel }

    init(_ parcel: String, _ weight: Int = 1) { content = Parcel(parcel: parcel, weight: weight) }
    func writePayload(to json: inout JSONWriter) throws(InvalidPayload) { try content.write(to: &json) }
    init(payload json: inout JSONReader) throws(InvalidPayload) { content = try Parcel(payload: &json) }
}

let parcelEvents = [ParcelSent.declaration, ParcelDelivered.declaration, ParcelWeighed.declaration]
