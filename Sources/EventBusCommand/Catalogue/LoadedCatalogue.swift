import EventBus
import EventCatalogue

/// A catalogue that was read and checked, with the declarations that the bus works by.
struct LoadedCatalogue: Sendable {
    /// The catalogue.
    let catalogue: Catalogue
    /// One declaration for each of its events, in the same order.
    let declarations: [EventDeclaration]
    /// Routes whose wire the router cannot write, as `event → place (wire)`.
    let unroutable: [String]

    /// Takes a valid catalogue.
    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        let reader = DeclarationReader(catalogue)
        declarations = catalogue.events.map { reader.declaration(of: $0) }
        unroutable = reader.unroutable
    }

    /// The declaration of an event.
    func declaration(of event: EventDefinition) -> EventDeclaration? {
        declarations.first { $0.type == event.name }
    }

    /// Reads and checks a catalogue.
    ///
    /// - Throws: ``CommandFailure``; every diagnostic has been printed to standard error then.
    static func load(_ path: String) throws -> LoadedCatalogue {
        let reading = try read { () throws(CatalogueSourceError) in try CatalogueReader.read(path: path) }
        guard reading.isValid else {
            for diagnostic in reading.diagnostics { CommandContext.printError("\(diagnostic)") }
            throw CommandFailure(.invalidInput, "the catalogue \(path) is not valid")
        }
        return LoadedCatalogue(reading.catalogue)
    }

    /// Reads something that may not be there.
    ///
    /// - Throws: ``CommandFailure`` with ``ExitStatus/invalidInput`` where there is nothing to read.
    static func read<Text>(_ read: () throws(CatalogueSourceError) -> Text) throws -> Text {
        do {
            return try read()
        } catch {
            throw CommandFailure(.invalidInput, "\(error.path): \(error.message)")
        }
    }
}
