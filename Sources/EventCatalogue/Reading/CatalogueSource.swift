/// The text of one catalogue file.
package struct CatalogueSource: Sendable, Hashable {
    /// How the file is called in diagnostics.
    package let path: String
    package let bytes: [UInt8]

    /// Takes bytes.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Takes a text.
    package init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}
