package import EventCatalogue

/// One version of an event, within the catalogue that declares it.
package struct EventVersion: Sendable {
    package var event: EventDefinition
    package let catalogue: Catalogue

    /// Names an event of a catalogue.
    package init(_ event: EventDefinition, in catalogue: Catalogue) {
        self.event = event
        self.catalogue = catalogue
    }

    var stream: StreamDefinition? { catalogue.stream(named: event.stream.name) }
}
