import CatalogueEvents
import EventCatalogue

extension LoadedCatalogue {
    /// Reads and checks a catalogue.
    ///
    /// - Parameter remedy: How the path is given where it is the wrong one.
    /// - Throws: ``CommandFailure``; every diagnostic has been printed to standard error then.
    static func load(
        _ path: String, remedy: String = "give its path, or name it in EVENTBUS_CATALOGUE"
    ) throws -> LoadedCatalogue {
        let reading = try read(remedy: remedy) { () throws(CatalogueSourceError) in
            try CatalogueReader.read(path: path)
        }
        guard reading.isValid else {
            for diagnostic in reading.diagnostics { CommandContext.printError("\(diagnostic)") }
            throw CommandFailure(.invalidInput, "the catalogue \(path) is not valid")
        }
        return LoadedCatalogue(reading.catalogue)
    }

    /// Reads something that may not be there.
    ///
    /// - Parameter remedy: What to do where nothing is there; `nil` where the message says it.
    /// - Throws: ``CommandFailure`` with ``ExitStatus/invalidInput`` where there is nothing to read.
    static func read<Text>(
        remedy: String? = nil, _ read: () throws(CatalogueSourceError) -> Text
    ) throws -> Text {
        do {
            return try read()
        } catch {
            let isAbsent = error.kind == .notFound || error.kind == .empty
            let advice = isAbsent ? remedy.map { "; \($0)" } ?? "" : ""
            throw CommandFailure(.invalidInput, "\(error.path): \(error.message)\(advice)")
        }
    }

    /// How a command that has the flag is told where the catalogue is.
    static let flagRemedy = "name the catalogue with --catalogue or EVENTBUS_CATALOGUE"

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
