/// A value of the configuration file as text, with the place where it stands.
struct LocatedText: Sendable, Hashable {
    /// The keys that lead to it, outermost first.
    let path: [String]
    /// The text of the value.
    let text: String
    /// The line of the value, from 1.
    let line: Int
}
