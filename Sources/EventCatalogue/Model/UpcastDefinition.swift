package import YAMLReader

/// How a payload of one major version becomes one of the next.
package struct UpcastDefinition: Sendable, Hashable {
    /// The major version that the steps lead to, from the one before.
    package var major: Int
    /// In the order in which they are taken.
    package var steps: [Step]
    package var location: SourceLocation

    /// One change of a payload, and where it is written.
    package struct Step: Sendable, Hashable {
        package var change: UpcastChange
        package var location: SourceLocation
    }
}

/// One change of a payload on its way to the next major version. Fields are those of the event itself, not of objects
/// in it; a change whose field is absent leaves the payload as it is, unless it says otherwise.
package enum UpcastChange: Sendable, Hashable {
    /// A field gets another name; what the new name held is replaced.
    case rename(from: String, to: String)
    /// A field that is absent gets a value.
    case setDefault(field: String, value: CatalogueValue)
    /// A field gets a value whatever it held.
    case constant(field: String, value: CatalogueValue)
    /// A field goes.
    case drop(field: String)
    /// A text becomes the one that is listed for it, or else `otherwise`; where that is `nil` too, it stays.
    case mapEnum(field: String, values: [CatalogueValue.Member], otherwise: String?)
    /// A text is taken apart by a template, which names the fields that get the parts; the field itself goes. A text that
    /// does not have the template's form is refused.
    case split(field: String, template: Template)
    /// A field gets the text that a template makes of other fields, which stay.
    case merge(field: String, template: Template)

    /// The word of the catalogue for it.
    package var word: String {
        switch self {
        case .rename: "rename"
        case .setDefault: "default"
        case .constant: "constant"
        case .drop: "drop"
        case .mapEnum: "map_enum"
        case .split: "split"
        case .merge: "merge"
        }
    }
}
