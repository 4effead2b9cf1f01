import Foundation
import PackagePlugin

/// `swift package generate-events [--target NAME]… [--check]`: writes typed events into the folder `Generated` of targets, for
/// packages that commit generated code and want no generator in their builds.
///
/// Without `--target` those that have such a folder are generated again, so one that uses the build plugin is left alone.
/// The events are those of the catalogue files in the target's folder, or else of those in the package's folder `schemas`.
/// `--check` writes nothing, and fails where what is committed is not what would be written.
@main
struct GenerateEventsCommand: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        var rest = ArgumentExtractor(arguments)
        let names = rest.extractOption(named: "target")
        let isCheck = rest.extractFlag(named: "check") > 0
        if let unknown = rest.remainingArguments.first {
            throw GenerationFailure(
                "unknown argument \(unknown); usage: swift package generate-events [--target NAME]... [--check]")
        }
        let tool = try context.tool(named: "CatalogueGeneratorTool").url
        let targets = try self.targets(names, of: context.package)
        guard !targets.isEmpty else {
            throw GenerationFailure(
                "no target of this package has a folder \(Self.folder); name the first one: swift package generate-events "
                    + "--target NAME")
        }
        for target in targets {
            let own = TargetCatalogue.own(of: target)
            let catalogue = own.isEmpty ? TargetCatalogue.shared(in: context.package) : own
            guard !catalogue.isEmpty else {
                throw GenerationFailure(
                    "\(target.name) has no *\(TargetCatalogue.suffix) file, and neither has the package's folder schemas; "
                        + "add one")
            }
            let folder = target.directoryURL.appending(path: Self.folder)
            try run(tool, (isCheck ? ["--check"] : []) + [folder.path] + catalogue.map(\.path))
        }
    }

    private static let folder = "Generated"

    /// The targets of those names; without names those that have generated code.
    private func targets(_ names: [String], of package: Package) throws -> [any SourceModuleTarget] {
        let targets = names.isEmpty ? package.targets : try package.targets(named: names)
        let withSource = targets.compactMap { $0 as? any SourceModuleTarget }
        guard names.isEmpty else { return withSource }
        return withSource.filter { target in
            FileManager.default.fileExists(atPath: target.directoryURL.appending(path: Self.folder).path)
        }
    }

    /// Runs the generator, which itself says what is wrong.
    private func run(_ tool: URL, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = tool
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw GenerationFailure("the generated code is not as it should be")
        }
    }
}
