import CatalogueEvents
import EventBus
import Foundation

/// One event of the story: a payload that was checked, and whoever should receive it.
struct DemoStep: Sendable {
    let file: String
    let declaration: EventDeclaration
    let payload: AdmittedPayload
    /// Checks further payloads of the same event.
    let admission: PayloadAdmission

    /// Reads the payloads of a folder, in the order of their names.
    ///
    /// - Throws: ``CommandFailure`` where the folder is missing, or a payload is not what the catalogue declares.
    static func read(_ folder: String, catalogue: LoadedCatalogue) throws -> [DemoStep] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let files = names.filter { $0.hasSuffix(".json") && $0.contains("-") }.sorted()
        guard !files.isEmpty else {
            throw CommandFailure(
                .invalidInput, "\(folder) has no payloads: run the demo in the repository's folder, or give --examples")
        }
        return try files.map { file in
            let event = file.drop { $0 != "-" }.dropFirst().dropLast(".json".count)
            let payload = [UInt8](FileManager.default.contents(atPath: "\(folder)/\(file)") ?? Data())
            let admission = try catalogue.admission(ofEvent: String(event))
            return DemoStep(
                file: "\(folder)/\(file)", declaration: admission.declaration, payload: try admission.check(payload),
                admission: admission)
        }
    }
}
