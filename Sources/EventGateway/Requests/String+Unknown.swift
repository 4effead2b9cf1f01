extension String {
    /// That there is nothing of a name, and what there is.
    ///
    /// - Parameter phrase: What there is none of, as in `the catalogue has no stream`.
    static func unknown(_ name: String, _ phrase: String, among known: [String]) -> String {
        let shown = known.prefix(50).joined(separator: ", ") + (known.count > 50 ? ", …" : "")
        return "\(phrase) “\(name.prefix(80))”" + (known.isEmpty ? "; there is none" : "; there are \(shown)")
    }
}
