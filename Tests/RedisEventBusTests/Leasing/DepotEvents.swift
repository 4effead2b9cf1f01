import EventBus

/// A stream of several partitions, with a group of each order.
let depots = StreamDeclaration(
    name: "depots", partitions: 4,
    delivery: DeliveryPolicy(
        attempts: 3, backoff: RetryBackoff(base: .milliseconds(5), factor: 2, max: .milliseconds(20)),
        ackTimeout: .seconds(1)),
    groups: [GroupDeclaration(name: "g"), GroupDeclaration(name: "competing", order: .none)])

/// The aggregate's next step.
struct DepotChanged: Event {
    static let declaration = EventDeclaration(
        catalogue: "org.example.parcels", type: "depot_changed", version: "1.0.0", stream: depots,
        aggregate: AggregateDeclaration(type: "depot", history: .none),
        routes: [RouteDeclaration(.list("depots:queue"), wire: .payload)])

    var depot: String
    var step: Int

    var aggregateID: String { depot }
    private static let names = FieldNames("depot step")

    init(depot: String, step: Int) {
        self.depot = depot
        self.step = step
    }

    func writePayload(to json: inout JSONWriter) throws(InvalidPayload) {
        let start = json.beginObject()
        json.key(",\"depot\":")
        json.string(depot)
        json.key(",\"step\":")
        json.int(Int64(step))
        json.endObject(start)
    }

    init(payload json: inout JSONReader) throws(InvalidPayload) {
        try json.open(Self.names)
        try json.require(0)
        depot = try json.string()
        try json.require(1)
        step = Int(try json.int())
        _ = json.close()
    }
}
