import ArgumentParser
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("docs/troubleshooting.md")
struct TroubleshootingTests {
    @Test("each symptom of the document is made here, and the reverse")
    func complete() throws {
        let documented = try DocumentedSymptom.all().map(\.name)
        #expect(documented.sorted() == Symptom.allCases.map(\.rawValue).sorted())
        #expect(documented.count >= 15)
    }

    @Test("each command is this program's, and the document says what it prints")
    func commands() throws {
        for symptom in try DocumentedSymptom.all() {
            #expect(!symptom.arguments.isEmpty && !symptom.lines.isEmpty, "\(symptom.name)")
            #expect((try? EventBusCommand.parseAsRoot(symptom.arguments)) != nil, "\(symptom.arguments)")
        }
    }

    @Test("the command says of a symptom what the document shows", arguments: Symptom.allCases)
    func reproduced(symptom: Symptom) async throws {
        let documented = try #require(try DocumentedSymptom.all().first { $0.name == symptom.rawValue })
        try await SymptomScene(documented).play(symptom)
    }
}
