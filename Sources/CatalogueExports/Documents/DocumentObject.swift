import EventCatalogue

/// An object of a document while it is put together; what has no value is left out.
struct DocumentObject {
    private(set) var members: [CatalogueValue.Member] = []

    /// The object as a value.
    var value: CatalogueValue { .object(members) }

    var isEmpty: Bool { members.isEmpty }

    /// Sets a member, unless there is no value.
    mutating func set(_ name: String, _ value: CatalogueValue?) {
        guard let value else { return }
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append(CatalogueValue.Member(name, value))
        }
    }

    /// Sets a text, unless there is none.
    mutating func set(_ name: String, text: String?) { set(name, text.map { .string($0) }) }

    /// Sets a whole number, unless there is none.
    mutating func set(_ name: String, number: Int?) { set(name, number.map { .number(String($0)) }) }

    /// Sets a list of texts, unless it is empty.
    mutating func set(_ name: String, texts: [String]) {
        if !texts.isEmpty { set(name, .array(texts.map { .string($0) })) }
    }

    /// Sets an object, unless it is empty.
    mutating func set(_ name: String, object: DocumentObject) {
        if !object.isEmpty { set(name, object.value) }
    }
}
