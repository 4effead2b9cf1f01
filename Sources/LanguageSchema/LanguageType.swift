package import EventCatalogue

/// The type of a value as Python and TypeScript declare it.
package indirect enum LanguageType: Sendable, Hashable {
    /// One of the built-in types that hold no others.
    case scalar(FieldType)
    /// A declaration of the package, by its name there.
    case declared(String)
    case array(LanguageType)
    case map(LanguageType)
    /// A value that is always the same.
    case constant(ConstantDefinition)
}
