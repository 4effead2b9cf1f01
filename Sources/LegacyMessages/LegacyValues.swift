import EventBus
import EventCatalogue

/// Brings the values of a deployed service's payload into the forms of the catalogue, where there is one way to do so:
/// numbers that are texts, texts that are numbers, times without an offset.
///
/// What cannot be brought into form stays as it is, and the catalogue's check says what is wrong with it.
struct LegacyValues {
    let types: TypeTable

    /// The members that the fields know, in the fields' order; null is absent.
    func object(_ object: JSONObject, _ fields: [FieldDefinition]) -> JSONObject {
        JSONObject(
            distinct: fields.compactMap { field in
                guard let value = object[field.name], value != .null else { return nil }
                return JSONObject.Member(name: field.name, value: self.value(value, field.type))
            })
    }

    private func value(_ value: JSONValue, _ type: FieldType) -> JSONValue {
        switch (types.resolved(type), value) {
        case (.object(let fields), .object(let members)): .object(object(members, fields))
        case (.array(let item), .array(let items)): .array(items.map { self.value($0, item.type) })
        case (.map(let values), .object(let members)):
            .object(
                JSONObject(
                    distinct: members.members.filter { $0.value != .null }.map {
                        JSONObject.Member(name: $0.name, value: self.value($0.value, values.type))
                    }))
        case (.int32, .string(let text)), (.int64, .string(let text)), (.uint64, .string(let text)),
            (.double, .string(let text)):
            JSONNumber(text).map { .number($0) } ?? value
        case (.string, .number(let number)), (.uint256, .number(let number)), (.decimal, .number(let number)):
            .string(number.text)
        case (.timestamp, .string(let text)): Timestamp(text).map { .string($0.description) } ?? value
        default: value
        }
    }
}
