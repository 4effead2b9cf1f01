import EventCatalogue

/// What to say where somebody names an event that there is not.
enum EventNames {
    /// The sentence, with the name that was probably meant, and all there are where they are few.
    static func unknown(_ name: String, in known: [String]) -> String {
        let meant = Suggestion.phrase(for: name, among: known)
        guard known.count <= 20 else {
            return "the catalogue has no event “\(name)”\(meant) (`eventbus catalogue show` lists all \(known.count))"
        }
        return "the catalogue has no event “\(name)”\(meant); it has: \(known.joined(separator: ", "))"
    }
}
