import EventCatalogue

/// Keys of an AsyncAPI document, and references to what stands under them.
enum AsyncAPIKey {
    /// A name with all but letters, digits, `.`, `-` and `_` replaced, which keys may not have.
    static func text(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "." })
    }

    /// A reference within the document.
    static func reference(_ steps: String...) -> CatalogueValue {
        .object([.init("$ref", .string("#/" + steps.joined(separator: "/")))])
    }
}
