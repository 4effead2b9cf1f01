import Foundation

/// A document as Foundation reads it, to look into.
struct JSONTree {
    let value: Any

    init(_ text: String) throws { value = try JSONSerialization.jsonObject(with: Data(text.utf8)) }
    private init(value: Any) { self.value = value }

    subscript(_ name: String) -> JSONTree? { (value as? [String: Any])?[name].map { JSONTree(value: $0) } }
    /// The value as JSON text.
    func json() throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed), as: UTF8.self)
    }
    var text: String? { value as? String }
    var items: [JSONTree] { (value as? [Any] ?? []).map { JSONTree(value: $0) } }
    var keys: [String] { (value as? [String: Any] ?? [:]).keys.sorted() }

    /// What a reference of this document leads to; `nil` where there is nothing.
    func at(_ reference: String) -> JSONTree? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(Optional(self)) { $0?[String($1)] }
    }

    /// The text of every `$ref`, however deep.
    var references: [String] {
        if let object = value as? [String: Any] {
            return object.flatMap { name, inner in
                if name == "$ref", let text = inner as? String { return [text] }
                return JSONTree(value: inner).references
            }
        }
        return items.flatMap(\.references)
    }
}
