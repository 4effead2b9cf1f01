/// A value of JSON's kinds; numbers keep their text.
package indirect enum CatalogueValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A JSON number, as written.
    case number(String)
    case string(String)
    case array([CatalogueValue])
    /// In the order of the text.
    case object([Member])

    /// One member of an object.
    package struct Member: Sendable, Hashable {
        package var name: String
        package var value: CatalogueValue

        /// Names a value.
        package init(_ name: String, _ value: CatalogueValue) {
            self.name = name
            self.value = value
        }
    }
}
