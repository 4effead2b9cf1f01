import CatalogueEvolution
import EventCatalogue
import Foundation

/// The files in which releases are kept, beside a catalogue: the lock, and the examples of every released version.
enum LockFiles {
    /// The lock of a catalogue.
    static func path(besideCatalogue path: String) -> String { folder(of: path) + "/" + CatalogueLock.fileName }

    /// The folder of a catalogue that is a folder or a file.
    private static func folder(of path: String) -> String {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        }
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// Whether a catalogue was ever released.
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// Reads a lock.
    ///
    /// - Throws: ``CatalogueSourceError`` where there is no such file; what is wrong with it is in the result.
    static func read(
        _ path: String
    ) throws(CatalogueSourceError) -> (lock: CatalogueLock, findings: [ChangeFinding]) {
        guard exists(path) else {
            throw CatalogueSourceError(
                .notFound, path, "there is no lock file; `eventbus catalogue release` makes it")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CatalogueSourceError(.unreadable, path, "the file cannot be read; look at its permissions")
        }
        return LockReader.read(CatalogueSource(path: path, bytes: [UInt8](data)))
    }

    /// The kept examples beside a lock, as `<event>/<version>/<example>.json`, sorted.
    static func goldens(besideLock path: String) -> [String] {
        let folder = goldensFolder(besideLock: path)
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".json") }.sorted()
    }

    /// Writes the lock, then the examples that are not there yet: should it stop between the two, the next release writes
    /// the rest.
    ///
    /// - Returns: the examples that were written.
    /// - Throws: what the file system throws.
    static func write(_ lock: CatalogueLock, to path: String) throws -> [String] {
        try Data(lock.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        let folder = URL(fileURLWithPath: goldensFolder(besideLock: path))
        var written: [String] = []
        for golden in lock.goldens {
            let file = folder.appendingPathComponent(golden.path)
            guard !FileManager.default.fileExists(atPath: file.path) else { continue }
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(golden.text.utf8).write(to: file, options: .atomic)
            written.append(golden.path)
        }
        return written
    }

    private static func goldensFolder(besideLock path: String) -> String {
        folder(of: path) + "/" + Release.goldensFolder
    }
}
