/// Why a pattern is refused, and where.
package struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
    package let kind: Kind
    /// Which Unicode scalar of the pattern, counted from 1.
    package let place: Int
    package let message: String

    /// What is wrong.
    package enum Kind: Sendable, Hashable {
        /// No dialect reads it.
        case malformed
        /// Some dialects read it, but not all of those that the catalogue is exported to; or it is too large.
        case notPortable
    }

    init(_ kind: Kind, at place: Int, _ message: String) {
        self.kind = kind
        self.place = place
        self.message = message
    }

    /// The message and the place.
    package var description: String { "\(message) (character \(place) of the pattern)" }
}
