extension Template {
    /// Splits a text at its `{field}` places; `nil` where a brace has no partner or a name is empty.
    static func segments(of text: String) -> [Segment]? {
        var segments: [Segment] = []
        var literal = ""
        var name: String?
        for scalar in text.unicodeScalars {
            switch (scalar, name) {
            case ("{", nil):
                if !literal.isEmpty { segments.append(.literal(literal)) }
                literal = ""
                name = ""
            case ("{", _), ("}", nil), ("}", ""): return nil
            case ("}", .some(let field)):
                segments.append(.field(field))
                name = nil
            case (_, nil): literal.unicodeScalars.append(scalar)
            case (_, .some): name?.unicodeScalars.append(scalar)
            }
        }
        guard name == nil else { return nil }
        if !literal.isEmpty { segments.append(.literal(literal)) }
        return segments
    }
}
