import YAMLReader

/// What one file declares, before the files are put together.
struct ParsedFile {
    var path: String
    var id: Reference?
    var title: String?
    var defaults: CatalogueDefaults?
    var defaultsLocation: SourceLocation?
    var teams: [TeamDefinition]
    var services: [ServiceDefinition]
    var streams: [StreamDefinition]
    var wires: [WireDefinition]
    var types: [TypeDefinition]
    var events: [EventDefinition]
    var ignores: [IgnoreDefinition]
}

/// Reads the outermost level of a catalogue file.
struct CatalogueFileParser {
    let reader: NodeReader

    /// The version of the format that this code reads.
    static let formatVersion = 1

    func file(_ node: YAMLNode, path: String) -> ParsedFile {
        var cursor = MappingCursor(node, "a catalogue", reader: reader)
        checkVersion(&cursor)
        let values = ValueParser(reader: reader)
        let events = EventParser(reader: reader)
        let streams = StreamParser(reader: reader)
        let wires = WireParser(reader: reader)
        let id = cursor.required("id").flatMap { reader.reference($0, "`id`") }
        let title = cursor.text("title")
        let defaults = cursor.pair("defaults")
        let file = ParsedFile(
            path: path, id: id, title: title,
            defaults: defaults.map { self.defaults($0.value) }, defaultsLocation: defaults?.keyLocation,
            teams: cursor.named("teams").map(team),
            services: cursor.named("services").map(service),
            streams: cursor.named("streams").map(streams.stream),
            wires: cursor.named("wires").map(wires.wire),
            types: cursor.named("types").map { type($0, values) },
            events: cursor.named("events").map(events.event),
            ignores: cursor.list("ignore").compactMap(IgnoreParser(reader: reader, root: node).ignore))
        cursor.finish()
        return file
    }

    private func checkVersion(_ cursor: inout MappingCursor) {
        guard let node = cursor.required("catalogue") else { return }
        guard node.scalar?.text != String(Self.formatVersion) else { return }
        reader.diagnostics.report(
            CatalogueVersionSupported.self, at: node.location,
            "this version of the catalogue format is not known; write `catalogue: \(Self.formatVersion)`")
    }

    private func defaults(_ node: YAMLNode) -> CatalogueDefaults {
        var defaults = CatalogueDefaults()
        var cursor = MappingCursor(node, "`defaults`", reader: reader)
        defaults.owner = cursor.reference("owner")
        defaults.compatibility = cursor.choice("compatibility") ?? defaults.compatibility
        defaults.unknownFields = cursor.choice("unknown_fields") ?? defaults.unknownFields
        defaults.absent = cursor.choice("absent") ?? defaults.absent
        cursor.finish()
        return defaults
    }

    private func team(_ pair: YAMLPair) -> TeamDefinition {
        var cursor = MappingCursor(pair.value, "the team `\(pair.key)`", at: pair.keyLocation, reader: reader)
        let team = TeamDefinition(
            name: pair.key, contact: cursor.text("contact"), description: cursor.text("description"),
            location: pair.keyLocation)
        cursor.finish()
        return team
    }

    private func service(_ pair: YAMLPair) -> ServiceDefinition {
        var cursor = MappingCursor(pair.value, "the service `\(pair.key)`", at: pair.keyLocation, reader: reader)
        let service = ServiceDefinition(
            name: pair.key, owner: cursor.reference("owner"), language: cursor.text("language"),
            description: cursor.text("description"), isExternal: cursor.flag("external") ?? false,
            location: pair.keyLocation)
        cursor.finish()
        return service
    }

    private func type(_ pair: YAMLPair, _ values: ValueParser) -> TypeDefinition {
        let subject = "the type `\(pair.key)`"
        guard pair.value.scalar == nil else {
            return TypeDefinition(
                name: pair.key, value: values.value(pair.value, subject), location: pair.keyLocation)
        }
        var cursor = MappingCursor(pair.value, subject, at: pair.keyLocation, reader: reader)
        let type = TypeDefinition(
            name: pair.key, value: values.value(&cursor, subject, at: pair.keyLocation),
            deprecation: values.deprecation(&cursor), location: pair.keyLocation)
        cursor.finish()
        return type
    }
}
