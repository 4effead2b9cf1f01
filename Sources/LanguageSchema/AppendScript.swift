/// The Lua script by which every publisher appends to a log.
package struct AppendScript: Sendable, Hashable {
    /// The whole file, as Redis is given it.
    package let text: String

    /// Takes the file's text.
    package init(text: String) { self.text = text }
}
