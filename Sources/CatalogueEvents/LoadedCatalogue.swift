package import EventBus
package import EventCatalogue

/// A catalogue that was read and checked, with the declarations that the bus works by.
package struct LoadedCatalogue: Sendable {
    /// The catalogue.
    package let catalogue: Catalogue
    /// One declaration for each of its events, in the same order.
    package let declarations: [EventDeclaration]

    /// Takes a valid catalogue.
    package init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        let reader = DeclarationReader(catalogue)
        declarations = catalogue.events.map { reader.declaration(of: $0) }
    }

    /// The declaration of an event.
    package func declaration(of event: EventDefinition) -> EventDeclaration? {
        declarations.first { $0.type == event.name }
    }
}
