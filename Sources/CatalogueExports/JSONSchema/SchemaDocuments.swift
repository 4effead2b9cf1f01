import EventCatalogue

/// The JSON Schema documents of a catalogue: for each event one for its writers and one for its readers.
///
/// What JSON Schema cannot say stands under `x-` keys: invariants, bounds of `uint256` and `decimal`, open enums.
struct SchemaDocuments {
    private let catalogue: Catalogue

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    var all: [ExportedDocument] {
        let builders = SchemaView.allCases.map { SchemaBuilder(catalogue, view: $0, references: "#/$defs/") }
        let reach = TypeReach(catalogue)
        return catalogue.events.flatMap { event in
            let types = reach.types(of: event)
            return builders.map { builder in
                ExportedDocument(
                    name: "\(event.name).\(builder.view.rawValue).schema.json",
                    text: schema(of: event, types, builder).indentedJSON)
            }
        }
    }

    private func schema(of event: EventDefinition, _ types: [TypeDefinition], _ builder: SchemaBuilder)
        -> CatalogueValue
    {
        var schema = DocumentObject()
        schema.set("$schema", text: "https://json-schema.org/draft/2020-12/schema")
        schema.set("$id", text: "\(SchemaName.urn(of: event, in: catalogue)):\(builder.view.rawValue)")
        schema.set("title", text: event.name)
        schema.set("description", text: event.summary)
        for member in builder.object(event.fields).members { schema.set(member.name, member.value) }
        if !event.examples.isEmpty { schema.set("examples", .array(event.examples.map(\.value))) }
        if let deprecation = event.deprecation { SchemaBuilder.deprecate(&schema, deprecation) }
        schema.set("x-version", text: "\(event.version)")
        schema.set("x-invariants", Self.invariants(of: event))
        schema.set("x-reserved", texts: event.reserved.map(\.name))
        var definitions = DocumentObject()
        for type in types { definitions.set(type.name, builder.definition(of: type)) }
        schema.set("$defs", object: definitions)
        return schema.value
    }

    /// The rules over several fields, which a schema cannot hold a payload to.
    static func invariants(of event: EventDefinition) -> CatalogueValue? {
        guard !event.invariants.isEmpty else { return nil }
        return .array(
            event.invariants.map { invariant in
                var object = DocumentObject()
                object.set("name", text: invariant.name)
                object.set("rule", text: invariant.rule)
                object.set("description", text: invariant.description)
                return object.value
            })
    }
}
