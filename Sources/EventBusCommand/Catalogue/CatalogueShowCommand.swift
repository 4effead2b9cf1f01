import ArgumentParser
import CatalogueEvents
import EventBus
import EventCatalogue

/// `eventbus catalogue show`: the events there are, or one of them in full.
struct CatalogueShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the events of the catalogue, or one of them in full.",
        discussion: ExitStatus.help)

    @OptionGroup var options: CatalogueOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only this event, with its fields, routes and consumers.")
    var event: String?

    func run() async throws {
        let loaded = try LoadedCatalogue.load(try options.catalogue())
        let events = try selected(from: loaded.catalogue)
        switch (output.form, event) {
        case (.json, _):
            for event in events { CommandContext.print("\(EventDescription(event, loaded.catalogue).json)") }
        case (.text, nil): printList(events)
        case (.text, _):
            for event in events {
                for line in EventDescription(event, loaded.catalogue).lines { CommandContext.print(line) }
            }
        }
    }

    private func selected(from catalogue: Catalogue) throws -> [EventDefinition] {
        guard let event else { return catalogue.events }
        if let found = catalogue.event(named: event) { return [found] }
        throw CommandFailure(.invalidInput, EventNames.unknown(event, in: catalogue.events.map(\.name)))
    }

    private func printList(_ events: [EventDefinition]) {
        let rows = events.map { [$0.name, "\($0.version)", $0.stream.name, $0.summary ?? ""] }
        for line in TextTable.lines([["event", "version", "stream", "summary"]] + rows) { CommandContext.print(line) }
    }
}
