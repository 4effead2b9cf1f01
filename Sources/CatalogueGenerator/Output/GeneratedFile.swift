/// A file of generated source.
package struct GeneratedFile: Sendable, Hashable {
    /// The file's name; in packages of several folders with the way to it from the output folder, separated by `/`.
    package let name: String
    /// The whole text.
    package let text: String

    /// Names a text.
    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
