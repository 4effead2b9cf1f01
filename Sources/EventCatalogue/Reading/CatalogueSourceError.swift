/// Why the text of a catalogue could not be had.
package struct CatalogueSourceError: Error, Sendable, Hashable, CustomStringConvertible {
    package let kind: Kind
    /// The file, folder or `git:REF` that was asked for.
    package let path: String
    /// What happened and how to mend it.
    package let message: String

    /// What happened.
    package enum Kind: Sendable, Hashable {
        case notFound
        case unreadable
        /// A folder without a catalogue file.
        case empty
        /// git is not there, or the folder is not in a repository.
        case git
        case unknownReference
    }

    package init(_ kind: Kind, _ path: String, _ message: String) {
        self.kind = kind
        self.path = path
        self.message = message
    }

    /// `path: error: message`.
    package var description: String { "\(path): error: \(message)" }
}
