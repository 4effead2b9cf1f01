import ArgumentParser

/// `eventbus catalogue`: the file in which events are declared.
struct CatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue",
        abstract: "Check, compare, release, show, export and generate from the catalogue of events.",
        subcommands: [
            CatalogueCheckCommand.self, CatalogueDiffCommand.self, CatalogueReleaseCommand.self,
            CatalogueShowCommand.self, CatalogueExportCommand.self, CatalogueGenerateCommand.self,
            CatalogueRulesCommand.self,
        ],
        aliases: ["catalog"])
}
