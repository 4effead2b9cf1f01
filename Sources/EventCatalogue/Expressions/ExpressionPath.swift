/// The way from an object to one of its fields, through objects only.
package struct ExpressionPath: Sendable, Hashable {
    /// The fields on the way; none where the object itself is meant.
    package var steps: [Step]
    package var type: ExpressionType

    /// One field on the way.
    package struct Step: Sendable, Hashable {
        package var field: FieldDefinition
        /// The value that the field always has; `nil` for fields that are no constants.
        package var constant: CatalogueValue?

        /// What a rule takes where the field is absent; `nil` where that is unknown.
        package var valueWhenAbsent: CatalogueValue? { field.defaultValue == .null ? nil : field.defaultValue }
    }
}
