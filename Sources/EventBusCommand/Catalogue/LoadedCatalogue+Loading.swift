import CatalogueEvents
import EventCatalogue

extension LoadedCatalogue {
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

    /// The checks of an event's payloads.
    ///
    /// - Throws: ``CommandFailure`` that lists the events there are.
    func admission(ofEvent name: String) throws -> PayloadAdmission {
        guard let admission = PayloadAdmission(event: name, catalogue: self) else {
            throw CommandFailure(.invalidInput, EventNames.unknown(name, in: catalogue.events.map(\.name)))
        }
        return admission
    }
}
