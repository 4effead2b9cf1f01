import EventCatalogue

/// A small catalogue that is clean, to be spoiled in one place by each test.
enum SampleCatalogue {
    static let text = """
        catalogue: 1
        id: com.example.events
        defaults: { owner: shop }
        teams: { shop: { contact: "#shop" }, depot: { contact: "#depot" } }
        services:
          till: { owner: shop }
          packer: { owner: depot }
        streams:
          orders:
            retention: { max_age: 90d, max_entries: 1_000 }
            groups: { packer: { service: packer } }
        wires:
          old:
            envelope: payload
            keys: [order_id, at]
            constants: { order_id: none }
            derived: { at: "{time}" }
        types:
          Sku: { type: string, pattern: "^[A-Z]{2}-[0-9]+$", examples: [AB-1] }
          Size: { type: enum, values: { small: {}, large: {} } }
        events:
          order_placed:
            version: 1.0.0
            stream: orders
            aggregate: { type: order, id: "{order_id}" }
            idempotency_key: "{order_id}"
            producers: [till]
            consumers: [{ service: packer, reads: [order_id, item.sku] }]
            routes: [{ list: "orders" }, { channel: "orders", wire: old }]
            fields:
              order_id: { type: string, min_length: 1 }
              item:
                type: object
                fields:
                  sku: { type: Sku }
                  count: { type: int32, minimum: 1, default: 1 }
              size: { type: Size, presence: optional }
              price: { type: double, presence: optional, nullable: true }
            examples:
              one: { order_id: A1, item: { sku: AB-1 } }
        """

    /// The catalogue with the first `part` replaced.
    static func replacing(_ part: String, with other: String) -> String {
        guard let range = text.firstRange(of: part) else { return "the sample has no \(part)" }
        return text.replacingCharacters(in: range, with: other)
    }

    static func read(_ text: String = text) -> CatalogueReading {
        CatalogueReader.read([CatalogueSource(path: "s", text: text)])
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
