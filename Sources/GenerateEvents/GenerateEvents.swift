import Foundation
import PackagePlugin

/// Generates typed events from the catalogue files of a target, or else from those in the package's `schemas` folder.
@main
struct GenerateEvents: BuildToolPlugin {
    private static let suffix = ".catalogue.yaml"

    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        guard let target = target as? any SourceModuleTarget else { return [] }
        let own = target.sourceFiles.map(\.url).filter { $0.lastPathComponent.hasSuffix(Self.suffix) }
        let catalogue = own.isEmpty ? shared(in: context.package.directoryURL) : own
        guard !catalogue.isEmpty else {
            Diagnostics.error(
                "\(target.name) has no *\(Self.suffix) file, and neither has the package's folder schemas; add one, or take "
                    + "the plugin GenerateEvents off the target")
            return []
        }
        let inputs = catalogue.sorted { $0.path < $1.path }
        // The names follow from the files' names alone (GeneratedSources.fileName), since they must be known before the run.
        let outputs = inputs.map { url in
            String(url.lastPathComponent.dropLast(Self.suffix.count)) + ".generated.swift"
        }
        let folder = context.pluginWorkDirectoryURL
        return [
            .buildCommand(
                displayName: "Generating events of \(target.name)",
                executable: try context.tool(named: "CatalogueGeneratorTool").url,
                arguments: [folder.path] + inputs.map(\.path), inputFiles: inputs,
                outputFiles: (outputs + ["Catalogue.generated.swift"]).map { folder.appending(path: $0) })
        ]
    }

    private func shared(in package: URL) -> [URL] {
        let folder = package.appending(path: "schemas")
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.lastPathComponent.hasSuffix(Self.suffix) }
    }
}
