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
