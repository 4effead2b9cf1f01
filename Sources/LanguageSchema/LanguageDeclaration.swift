package import EventCatalogue

/// What a package declares for a type or an event of the catalogue.
package enum LanguageDeclaration: Sendable, Hashable {
    case record(LanguageRecord)
    case enumeration(name: String, EnumDefinition, documentation: [String])
    /// The records of the cases stand before it.
    case union(name: String, cases: [String], documentation: [String])
    /// Another name of a type.
    case alias(name: String, LanguageType, documentation: [String])

    /// The name that the package gives it.
    package var name: String {
        switch self {
        case .record(let record): record.name
        case .enumeration(let name, _, _), .union(let name, _, _), .alias(let name, _, _): name
        }
    }
}

/// What one file of the catalogue declares.
package struct LanguageFile: Sendable, Hashable {
    /// The name of the catalogue's file, without folder and without `.catalogue.yaml`.
    package let name: String
    package let declarations: [LanguageDeclaration]
}
