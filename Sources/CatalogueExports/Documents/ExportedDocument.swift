/// One file of an export.
package struct ExportedDocument: Sendable, Hashable {
    /// The file's path below the folder that it is written to.
    package let name: String
    /// The whole text.
    package let text: String
}
