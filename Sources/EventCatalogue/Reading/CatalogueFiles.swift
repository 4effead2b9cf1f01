import Foundation

/// Reads catalogue files from disk.
package enum CatalogueFiles {
    /// The files at a path: the file itself, or all `*.catalogue.yaml` of a folder (not of folders in it), sorted.
    package static func paths(at path: String) throws(CatalogueSourceError) -> [String] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw CatalogueSourceError(.notFound, path, "there is no such file or folder")
        }
        guard isDirectory.boolValue else { return [path] }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw CatalogueSourceError(.unreadable, path, "the folder cannot be listed: \(error.localizedDescription)")
        }
        let base = path.hasSuffix("/") ? String(path.dropLast()) : path
        let paths = names.filter { $0.hasSuffix(CatalogueFile.suffix) }.sorted().map { "\(base)/\($0)" }
        guard !paths.isEmpty else {
            throw CatalogueSourceError(.empty, path, "the folder has no file that ends in \(CatalogueFile.suffix)")
        }
        return paths
    }

    /// The texts of the files at a path.
    package static func sources(at path: String) throws(CatalogueSourceError) -> [CatalogueSource] {
        var sources: [CatalogueSource] = []
        for file in try paths(at: path) {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CatalogueSourceError(.unreadable, file, "the file cannot be read; look at its permissions")
            }
            sources.append(CatalogueSource(path: file, bytes: [UInt8](data)))
        }
        return sources
    }
}
