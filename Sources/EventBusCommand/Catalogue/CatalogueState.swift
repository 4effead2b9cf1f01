import CatalogueEvents
import CatalogueEvolution
import EventCatalogue

/// A state of a catalogue that somebody names: what is on disk, what was committed, what was released.
enum CatalogueState {
    case path(String)
    case commit(String)
    case lock(String)

    /// `git:REF`, `lock`, the path of a lock file, or the path of a file or folder.
    init(_ text: String, besideCatalogue path: String) {
        if text.hasPrefix("git:") {
            self = .commit(String(text.dropFirst("git:".count)))
        } else if text == "lock" {
            self = .lock(LockFiles.path(besideCatalogue: path))
        } else if text.hasSuffix(".lock.json") {
            self = .lock(text)
        } else {
            self = .path(text)
        }
    }

    /// The words for `--help`.
    static let help = "a file, a folder, git:REF (the same path in a commit) or lock (what was released)"

    /// Reads and checks a state to compare with; `path` is where it is looked for in a commit.
    ///
    /// - Throws: ``CommandFailure``; every diagnostic has been printed then.
    func catalogue(at path: String) throws -> Catalogue {
        let reading = try reading(at: path)
        guard reading.isValid else {
            for diagnostic in reading.diagnostics { CommandContext.printError("\(diagnostic)") }
            throw CommandFailure(.invalidInput, "the catalogue to compare with, \(name), is not valid")
        }
        return reading.catalogue
    }

    /// Reads a state that is a catalogue, whatever is wrong with it.
    ///
    /// - Throws: ``CommandFailure`` where there is nothing to read.
    func reading(at path: String) throws -> CatalogueReading {
        try LoadedCatalogue.read { () throws(CatalogueSourceError) in
            switch self {
            case .path(let path): return try CatalogueReader.read(path: path)
            case .commit(let reference):
                return CatalogueReader.read(try GitCatalogueSource.sources(reference: reference, path: path))
            case .lock(let file):
                throw CatalogueSourceError(
                    .unreadable, file, "what was released can be the old state only, not the new one")
            }
        }
    }

    /// What reports call it.
    var name: String {
        switch self {
        case .path(let path): path
        case .commit(let reference): "git:\(reference)"
        case .lock(let path): path
        }
    }
}
