// Generated from depot.catalogue.yaml; edit that file, not this one.
// swift-format-ignore-file

public import EventBus

public struct ParcelStored: Event {
    public var parcelID: String
    public var shelf: Int32
    /// Fields that another version of the writer added.
    public private(set) var unknownFields = JSONObject()
    public static var declaration: EventDeclaration { .parcelStored }
    public var aggregateID: String { self.parcelID }
    private static let payloadFields = FieldNames("parcel_id shelf")
    public init(parcelID: String, shelf: Int32) {
        self.parcelID = parcelID; self.shelf = shelf
    }
    public func writePayload(to json: inout JSONWriter) throws(InvalidPayload) {
        let start = json.beginObject()
        json.key(",\"parcel_id\":"); json.string(self.parcelID)
        json.key(",\"shelf\":"); try json.int32(self.shelf, IntegerRule(minimum: 1))
        json.endObject(start, self.unknownFields)
    }
    public init(payload json: inout JSONReader) throws(InvalidPayload) {
        try json.open(Self.payloadFields)
        try json.require(0); self.parcelID = try json.string()
        try json.require(1); self.shelf = try json.int32()
        self.unknownFields = json.close()
    }
}

extension EventDeclaration {
    static let parcelStored = EventDeclaration(
        catalogue: "com.example.depot", type: "parcel_stored", version: "2.0.0", stream: .depot,
        aggregate: AggregateDeclaration(type: "parcel", history: .none),
        upcasts: [Upcast(to: 2, [.rename("place", to: "shelf")])])
}
