import CatalogueEvolution
import EventCatalogue
import Foundation
import Testing
import YAMLReader

struct LockTests {
    private func lock(_ edits: [(String, String)] = []) throws -> CatalogueLock {
        let catalogue = try EvolvingCatalogue.read(EvolvingCatalogue.text(edits))
        return Release(of: catalogue, onto: CatalogueLock(id: catalogue.id), adding: catalogue.events).lock
    }

    private func read(_ text: String) -> (lock: CatalogueLock, findings: [ChangeFinding]) {
        LockReader.read(CatalogueSource(path: "lock", text: text))
    }

    @Test("what was written is read again as it was, and no change is found")
    func roundTrip() throws {
        let lock = try lock()
        let (again, findings) = read(lock.text)
        #expect(findings == [])
        #expect(again.text == lock.text)
        let catalogue = try EvolvingCatalogue.read(EvolvingCatalogue.text)
        let (before, now) = (try #require(again.releases.first), try #require(catalogue.events.first))
        #expect(before.contents.event.fields.map(\.name) == now.fields.map(\.name))
        #expect(EventComparison.changes(from: before.contents, to: EventVersion(now, in: catalogue)) == [])
        #expect(before.fingerprint == CanonicalForm(before.contents).fingerprint)
    }

    @Test(
        "every edit by hand is told, with its line",
        arguments: ["\"minimum\": 1", "[A-Z]{2}", "\"customer\"", "seal"])
    func tampering(_ piece: String) throws {
        let text = try lock().text
        let edited: String
        switch piece {
        case "\"minimum\": 1": edited = text.replacing(piece, with: "\"minimum\": 0")
        case "[A-Z]{2}": edited = text.replacing(piece, with: "[A-Z]{3}")
        case "seal": edited = text.replacing("\"seal\"", with: "\"sealed\"")
        default: edited = text.replacing("\"customer\"", with: "\"client\"")
        }
        #expect(edited != text)
        let findings = read(edited).findings
        #expect(findings.map(\.rule) == [.lockTampered])
        #expect(findings.first?.location.line == 5)
    }

    @Test("a release that was taken out, put in or moved breaks the seals after it")
    func order() throws {
        var lock = try lock()
        let next = try EvolvingCatalogue.read(EvolvingCatalogue.text([("version: 1.2.0", "version: 1.3.0")]))
        lock.append(EventVersion(try #require(next.events.first), in: next))
        let last = try EvolvingCatalogue.read(EvolvingCatalogue.text([("version: 1.2.0", "version: 1.4.0")]))
        lock.append(EventVersion(try #require(last.events.first), in: last))
        #expect(read(lock.text).findings == [])
        #expect(read(lock.text).lock.releases.count == 3)
        let parts = lock.text.components(separatedBy: "    {\n      \"event\"")
        let withoutSecond = parts[0] + [parts[1], parts[3]].map { "    {\n      \"event\"" + $0 }.joined()
        #expect(read(withoutSecond).findings.map(\.rule) == [.lockTampered])
    }

    @Test("a release that was taken off the end is told, and a changed id too", arguments: [true, false])
    func end(isCut: Bool) throws {
        let text = try lock().text
        let edited: String
        if isCut {
            edited = text.replacing(/\[\n    \{\n(.|\n)*\n    \}\n  \]/, with: "[]")
        } else {
            edited = text.replacing(
                "  \"id\": \"com.example.events\",\n  \"releases\"", with: "  \"id\": \"other\",\n  \"releases\"")
        }
        #expect(edited != text)
        #expect(read(edited).findings.map(\.rule) == [.lockTampered])
    }

    @Test(
        "a file that is no lock is told, and nothing is made of it",
        arguments: [
            "", "[]", "{", "{\"lock\": 2, \"id\": \"a\", \"releases\": []}",
            "{\"lock\": 1, \"id\": \"a\", \"releases\": [{}]}",
        ])
    func junk(_ text: String) {
        let (lock, findings) = read(text)
        #expect(lock.releases.isEmpty)
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { $0.rule == .lockTampered && $0.location.path == "lock" })
    }
}
