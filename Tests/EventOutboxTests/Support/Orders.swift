import EventBus

/// The events of these tests, in the form of generated code.
let orders = StreamDeclaration(name: "orders", partitions: 3)

/// Goes to the log.
struct OrderPlaced: Event {
    static let declaration = EventDeclaration(
        catalogue: "org.example.orders", type: "order_placed", version: "1.2.0", stream: orders,
        aggregate: AggregateDeclaration(type: "order", history: .none))

    var order: String
    var number: Int

    var aggregateID: String { order }
    private static let names = FieldNames("order number")
    private static let nonEmpty = StringRule(minLength: 1, maxLength: 100_000)

    init(_ order: String, _ number: Int) {
        self.order = order
        self.number = number
    }

    func writePayload(to json: inout JSONWriter) throws(InvalidPayload) {
        let start = json.beginObject()
        json.key(",\"order\":")
        try json.string(order, Self.nonEmpty)
        json.key(",\"number\":")
        json.int(Int64(number))
        json.endObject(start)
    }

    init(payload json: inout JSONReader) throws(InvalidPayload) {
        try json.open(Self.names)
        try json.require(0)
        order = try json.string()
        try json.require(1)
        number = Int(try json.int())
        _ = json.close()
    }
}

/// Keeps a history, and has an idempotency key.
struct OrderPaid: Event {
    static let declaration = EventDeclaration(
        catalogue: "org.example.orders", type: "order_paid", version: "1.0.0", stream: orders,
        aggregate: AggregateDeclaration(type: "order", history: .kept), idempotencyWindow: .seconds(600))

    var order: String
    var payment: String?

    var aggregateID: String { order }
    var idempotencyKey: String? { payment }
    private static let names = FieldNames("order payment")

    init(_ order: String, payment: String? = nil) {
        self.order = order
        self.payment = payment
    }

    func writePayload(to json: inout JSONWriter) throws(InvalidPayload) {
        let start = json.beginObject()
        json.key(",\"order\":")
        json.string(order)
        if let payment {
            json.key(",\"payment\":")
            json.string(payment)
        }
        json.endObject(start)
    }

    init(payload json: inout JSONReader) throws(InvalidPayload) {
        try json.open(Self.names)
        try json.require(0)
        order = try json.string()
        payment = json.has(1) ? try json.string() : nil
        _ = json.close()
    }
}
