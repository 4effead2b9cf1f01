import Foundation

/// Reads catalogue files as they were in a commit of the repository that holds them.
package enum GitCatalogueSource {
    /// The texts at a path as of a commit; diagnostics call each file `REF:path`.
    ///
    /// - Parameters:
    ///   - reference: a branch, tag or commit.
    ///   - path: a file or folder in a repository's working tree; it may be gone from the working tree itself.
    /// - Throws: ``CatalogueSourceError`` where git, the repository, the reference or the path is missing.
    package static func sources(reference: String, path: String) throws(CatalogueSourceError) -> [CatalogueSource] {
        let asked = "git:\(reference)"
        guard !reference.isEmpty, !reference.hasPrefix("-") else {
            throw CatalogueSourceError(.unknownReference, asked, "write a branch, a tag or a commit after `git:`")
        }
        let place = place(of: path)
        let folder = place.folder
        guard FileManager.default.fileExists(atPath: folder) else {
            throw CatalogueSourceError(.notFound, path, "its folder \(folder) does not exist")
        }
        guard try git(["rev-parse", "--is-inside-work-tree"], in: folder, asked).status == 0 else {
            throw CatalogueSourceError(
                .git, asked, "\(folder) is not in a git repository; give a file instead of `git:`")
        }
        guard try git(["rev-parse", "--verify", "--quiet", "\(reference)^{commit}"], in: folder, asked).status == 0
        else {
            throw CatalogueSourceError(
                .unknownReference, asked,
                "the repository has no commit `\(reference)`; in a shallow clone fetch it first (git fetch --depth 1 origin …)"
            )
        }
        let listing = try git(["ls-tree", "-z", "--name-only", reference, place.listed], in: folder, asked)
        let listed = String(decoding: listing.output, as: UTF8.self).split(separator: "\0").map(String.init)
            .filter { $0.hasSuffix(CatalogueFile.suffix) }.sorted()
        let files = listed.isEmpty ? place.file.map { [$0] } ?? [] : listed
        guard !files.isEmpty else {
            throw CatalogueSourceError(.empty, asked, "in that commit \(path) has no file in \(CatalogueFile.suffix)")
        }
        var sources: [CatalogueSource] = []
        for file in files {
            let blob = try git(["cat-file", "blob", "\(reference):./\(file)"], in: folder, asked)
            guard blob.status == 0 else {
                throw CatalogueSourceError(
                    .notFound, asked, "the commit has no catalogue at \(path); give the path that it had then")
            }
            sources.append(CatalogueSource(path: "\(reference):\(place.prefix)\(file)", bytes: [UInt8](blob.output)))
        }
        return sources
    }

    /// Where git is run, what it lists there, and the file to take where it lists no catalogue.
    private static func place(of path: String) -> (folder: String, listed: String, file: String?, prefix: String) {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            return (path, "./", nil, path.hasSuffix("/") ? path : "\(path)/")
        }
        let url = URL(fileURLWithPath: path).standardizedFileURL
        let name = url.lastPathComponent
        let prefix = path.hasSuffix("/\(name)") ? String(path.dropLast(name.count)) : ""
        return (url.deletingLastPathComponent().path, "./\(name)/", name, prefix)
    }

    private static func git(
        _ arguments: [String], in folder: String, _ asked: String
    ) throws(CatalogueSourceError) -> (status: Int32, output: Data) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch {
            throw CatalogueSourceError(.git, asked, "git cannot be started: \(error.localizedDescription)")
        }
        // Reading to the end before waiting: a full pipe would stop git.
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        // 127: env found no git.
        guard process.terminationStatus != 127 else {
            throw CatalogueSourceError(.git, asked, "git is not installed, or not on the PATH")
        }
        return (process.terminationStatus, data)
    }
}
