import CatalogueGenerator
import EventCatalogue
import Foundation

// What the plugins call: `generate [--check] OUTPUT_FOLDER CATALOGUE_FILE...`; problems go to standard error in the
// compiler's own form. It has no argument parser, since every user of the plugins compiles it.

func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    exit(1)
}

var arguments = Array(CommandLine.arguments.dropFirst())
let isCheck = arguments.first == "--check"
if isCheck { arguments.removeFirst() }
guard arguments.count >= 2 else { fail("usage: CatalogueGeneratorTool [--check] OUTPUT_FOLDER CATALOGUE_FILE...") }
let folder = URL(fileURLWithPath: arguments[0])
do {
    var sources: [CatalogueSource] = []
    for path in arguments.dropFirst() { sources += try CatalogueFiles.sources(at: path) }
    let reading = CatalogueReader.read(sources)
    for diagnostic in reading.diagnostics { FileHandle.standardError.write(Data("\(diagnostic)\n".utf8)) }
    guard reading.isValid else { exit(1) }
    let generated = try GeneratedSources.make(from: reading.catalogue)
    if isCheck {
        let stale = generated.stale(in: folder) + generated.leftovers(in: folder)
        guard stale.isEmpty else {
            fail("error: stale generated code in \(folder.path): \(stale.joined(separator: ", ")); generate it again")
        }
    } else {
        try generated.write(to: folder)
        for name in generated.leftovers(in: folder) {
            try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
    }
} catch {
    fail("\(error)")
}
