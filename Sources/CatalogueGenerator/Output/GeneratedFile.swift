/// A file of generated source.
package struct GeneratedFile: Sendable, Hashable {
    /// The file's name without a folder.
    package let name: String
    /// The whole text.
    package let text: String
}
