import EventBus
import EventCatalogue

extension Template {
    /// The template with the values of a checked payload in the places of its fields.
    func filled(from payload: JSONObject) -> String {
        segments.map { segment in
            switch segment {
            case .literal(let text): text
            case .field(let name): Self.text(of: payload[name] ?? .null)
            }
        }
        .joined()
    }

    /// A value as it stands in a template's place.
    static func text(of value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        case .bool, .number, .array, .object: value.description
        }
    }
}
