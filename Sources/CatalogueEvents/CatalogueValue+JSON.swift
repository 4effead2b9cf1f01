package import EventBus
package import EventCatalogue

extension CatalogueValue {
    /// The same value, as the catalogue's checks take it.
    package init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let number): self = .number(number.text)
        case .string(let text): self = .string(text)
        case .array(let items): self = .array(items.map { CatalogueValue($0) })
        case .object(let object):
            self = .object(object.members.map { Member($0.name, CatalogueValue($0.value)) })
        }
    }
}

extension JSONValue {
    /// A value of a catalogue; a number that is none, which its checks refuse, becomes null.
    init(_ value: CatalogueValue) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let text): self = JSONNumber(text).map { .number($0) } ?? .null
        case .string(let text): self = .string(text)
        case .array(let items): self = .array(items.map { JSONValue($0) })
        case .object(let members):
            self = .object(JSONObject(distinct: members.map { .init(name: $0.name, value: JSONValue($0.value)) }))
        }
    }
}
