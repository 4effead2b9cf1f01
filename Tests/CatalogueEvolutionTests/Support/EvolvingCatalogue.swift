import CatalogueEvolution
import EventCatalogue

/// A catalogue whose every part can be changed by a test, by replacing a piece of its text.
enum EvolvingCatalogue {
    static let text = """
        catalogue: 1
        id: com.example.events
        defaults: { owner: shop }
        teams: { shop: { contact: "#shop" }, depot: { contact: "#depot" } }
        services:
          till: { owner: shop }
          packer: { owner: depot, language: typescript }
          books: { owner: shop }
        streams:
          orders:
            partitions: 4
            retention: { max_age: 90d, max_entries: 1_000 }
            durability: fsync_always
            delivery: { attempts: 4, ack_timeout: 60s }
            groups: { packer: { service: packer }, audit: { required: false } }
          others: {}
        wires:
          old: { envelope: payload, keys: [order_id, at], derived: { at: "{time}" } }
        types:
          Sku: { type: string, pattern: "^[A-Z]{2}-[0-9]+$" }
          Address: { type: string, max_length: 200, sensitivity: confidential, pii: true, log: redact }
          Size: { type: enum, open: true, values: { small: {}, large: {} } }
          Colour: { type: enum, values: { red: {}, blue: {} } }
          Item:
            type: object
            fields:
              sku: { type: Sku }
              count: { type: int32, minimum: 1, maximum: 99, default: 1 }
        events:
          order_placed:
            aliases: [order_created]
            version: 1.2.0
            summary: An order was placed.
            stream: orders
            aggregate: { type: order, id: "{order_id}", history: true }
            idempotency_key: "{order_id}"
            producers: [till]
            consumers:
              - { service: packer, reads: [order_id, items.sku, note] }
              - books
            routes:
              - { list: "orders", wire: message_envelope, visibility: 60s }
              - { channel: "orders:old", wire: old }
            fields:
              order_id: { type: string, min_length: 2, max_length: 20 }
              customer: { type: string }
              items: { type: array, items: { type: Item }, min_items: 1, max_items: 10 }
              size: { type: Size }
              colour: { type: Colour }
              note: { type: string, presence: optional, max_length: 100 }
              hint: { type: string, presence: optional, nullable: true }
              weight: { type: double, unit: kg, exclusive_minimum: 0, exclusive_maximum: 50 }
              step: { type: int64, multiple_of: 10 }
              channel: { type: const, value: web }
              address: { type: Address }
              labels: { type: map, values: string, key_pattern: "^[a-z]+$" }
              tags: { type: array, items: string, unique_items: true, presence: optional }
              payment:
                type: union
                discriminator: kind
                cases:
                  card: { fields: { last_four: { type: string, pattern: "^[0-9]{4}$" } } }
                  cash: {}
              priority: { type: int32, default: 5 }
            reserved: [colour_code]
            invariants: [{ name: heavy, rule: "weight <= 40" }]
            deprecated: { sunset: 2027-06-30, reason: Orders are carts now. }
        """

    /// The text with pieces replaced, each once; a piece that is not there makes a text that is no catalogue.
    static func text(_ changes: [(String, String)]) -> String {
        changes.reduce(text) { text, change in
            guard let range = text.firstRange(of: change.0) else { return "there is no \(change.0)" }
            return text.replacingCharacters(in: range, with: change.1)
        }
    }

    static func read(_ text: String, path: String = "new") throws -> Catalogue {
        try CatalogueReader.read([CatalogueSource(path: path, text: text)]).valid()
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
