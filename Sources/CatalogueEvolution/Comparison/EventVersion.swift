package import EventCatalogue

/// One version of an event, within the catalogue that declares it.
package struct EventVersion: Sendable {
    package var event: EventDefinition
    let index: CatalogueIndex

    /// Names an event of a catalogue.
    package init(_ event: EventDefinition, in catalogue: Catalogue) {
        self.init(event, in: CatalogueIndex(catalogue))
    }

    /// Names an event of a catalogue whose parts are ordered already.
    package init(_ event: EventDefinition, in index: CatalogueIndex) {
        self.event = event
        self.index = index
    }

    package var catalogue: Catalogue { index.catalogue }
    var stream: StreamDefinition? { index.streams[event.stream.name] }
}
