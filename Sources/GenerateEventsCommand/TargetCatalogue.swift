import Foundation
import PackagePlugin

/// The catalogue files that a target's events are generated from.
enum TargetCatalogue {
    static let suffix = ".catalogue.yaml"

    /// Those in the target's folder, by name. The package excludes them, since nothing in its builds reads them; so they are
    /// not among the target's files.
    static func own(of target: any SourceModuleTarget) -> [URL] {
        let entries = FileManager.default.enumerator(at: target.directoryURL, includingPropertiesForKeys: nil)
        return catalogues(among: (entries?.allObjects ?? []).compactMap { $0 as? URL })
    }

    /// Those in the package's folder `schemas`, by name.
    static func shared(in package: Package) -> [URL] {
        let folder = package.directoryURL.appending(path: "schemas")
        return catalogues(
            among: (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? [])
    }

    private static func catalogues(among urls: [URL]) -> [URL] {
        urls.filter { $0.lastPathComponent.hasSuffix(suffix) }.sorted { $0.path < $1.path }
    }
}
