import CatalogueGenerator
import EventCatalogue
import Foundation
import YAMLReader

// What a catalogue of 500 events and 10,000 fields costs: `write FOLDER` writes its files, `generate FOLDER` its Swift,
// and `read` (the YAML alone), `check` or `generation` does that once, in memory, and prints the seconds and the peak of
// memory in megabytes.

func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    exit(1)
}

let files = SyntheticCatalogue().files
let sources = files.map { CatalogueSource(path: $0.name, text: $0.text) }
let arguments = Array(CommandLine.arguments.dropFirst())
let start = ContinuousClock.now

/// The seconds since the start, and the most memory that this process had resident.
func cost() -> String {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return "\(seconds) s \(PeakMemory.megabytes ?? 0) MB"
}

do {
    switch (arguments.first, arguments.dropFirst().first) {
    case ("write", let folder?):
        let folder = URL(fileURLWithPath: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in files { try Data(file.text.utf8).write(to: folder.appending(path: file.name)) }
    case ("generate", let folder?):
        try GeneratedSources.make(from: CatalogueReader.read(sources).valid()).write(to: URL(fileURLWithPath: folder))
    case ("read", nil):
        for source in sources { _ = try YAMLReader.read(source.bytes, path: source.path) }
        print(cost())
    case ("check", nil):
        _ = try CatalogueReader.read(sources).valid()
        print(cost())
    case ("generation", nil):
        _ = try GeneratedSources.make(from: CatalogueReader.read(sources).valid())
        print(cost())
    default: fail("usage: CatalogueScale read | check | generation | write FOLDER | generate FOLDER")
    }
} catch {
    fail("\(error)")
}
