import EventCatalogue

/// The names of what an event's data is described by.
enum SchemaName {
    /// `urn:events:<catalogue>:<event>:<version>`: the schema of a version of an event.
    static func urn(of event: EventDefinition, in catalogue: Catalogue) -> String {
        "urn:events:\(catalogue.id):\(event.name):\(event.version)"
    }

    /// `<catalogue>.<event>.v<major>`: the CloudEvents type.
    static func cloudEventsType(of event: EventDefinition, in catalogue: Catalogue) -> String {
        "\(catalogue.id).\(event.name).v\(event.version.major)"
    }
}
