extension String {
    /// The text, cut where it has more characters (Unicode scalars, as the catalogue counts) than there is room for.
    func limited(to count: Int) -> String {
        guard unicodeScalars.count > count else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(count - 1))) + "…"
    }
}
