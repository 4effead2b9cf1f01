import EventCatalogue

/// The constraints of a value as members of its description; numbers are texts, so that nothing is rounded.
enum ConstraintTable {
    static func members(_ constraints: Constraints) -> [CatalogueValue.Member] {
        let texts = [
            ("minimum", constraints.minimum), ("maximum", constraints.maximum),
            ("exclusive_minimum", constraints.exclusiveMinimum), ("exclusive_maximum", constraints.exclusiveMaximum),
            ("multiple_of", constraints.multipleOf), ("pattern", constraints.pattern),
            ("key_pattern", constraints.keyPattern),
        ]
        let counts = [
            ("min_length", constraints.minLength), ("max_length", constraints.maxLength),
            ("min_items", constraints.minItems), ("max_items", constraints.maxItems),
        ]
        var members = texts.compactMap { name, text in text.map { CatalogueValue.Member(name, .string($0)) } }
        members += counts.compactMap { name, count in count.map { CatalogueValue.Member(name, .number("\($0)")) } }
        if constraints.uniqueItems { members.append(CatalogueValue.Member("unique_items", .bool(true))) }
        return members
    }
}
