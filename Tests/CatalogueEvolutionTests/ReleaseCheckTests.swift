import CatalogueEvolution
import EventCatalogue
import Foundation
import Testing
import YAMLReader

struct ReleaseCheckTests {
    private static let version = "version: 1.2.0"

    /// A lock of the sample and of later states of it.
    private func lock(_ states: [[(String, String)]] = [[]]) throws -> CatalogueLock {
        try states.reduce(CatalogueLock(id: "com.example.events")) { lock, edits in
            let catalogue = try EvolvingCatalogue.read(EvolvingCatalogue.text(edits), path: "released")
            return Release(of: catalogue, onto: lock, adding: catalogue.events).lock
        }
    }

    private func check(
        _ edits: [(String, String)], against lock: CatalogueLock, today: CalendarDate = "2026-11-21"
    ) throws -> [ChangeFinding] {
        let catalogue = try EvolvingCatalogue.read(EvolvingCatalogue.text(edits))
        return ReleaseCheck(catalogue, against: lock, today: today).findings
    }

    @Test("a catalogue as it was released is clean")
    func clean() throws {
        #expect(try check([], against: lock()) == [])
    }

    @Test("a changed version must rise, by as much as the change says")
    func versions() throws {
        let breaking = ("customer: { type: string }", "customer: { type: int64 }")
        let rules = Set(try check([breaking], against: lock()).filter { $0.severity == .error }.map(\.rule))
        #expect(rules == [.fieldTypeChanged, .versionNotBumped])
        let additive = ("step:", "extra: { type: string, presence: optional }\n      step:")
        let small = try check([additive, (Self.version, "version: 1.2.1")], against: lock())
        #expect(small.filter { $0.severity == .error }.map(\.rule) == [.versionBumpTooSmall])
        #expect(small.contains { $0.advice == "write `version: 1.3.0`" })
        let right = try check([additive, (Self.version, "version: 1.3.0")], against: lock())
        #expect(right.allSatisfy { $0.severity == .note })
        let back = try check([(Self.version, "version: 1.1.0")], against: lock())
        #expect(back.map(\.rule) == [.versionWentBack])
    }

    @Test("who reads and writes may change without a version")
    func people() throws {
        let findings = try check([("producers: [till]", "producers: [till, books]")], against: lock())
        #expect(findings.map(\.rule) == [.producerAdded])
        #expect(findings.allSatisfy { $0.severity == .note })
    }

    @Test("a service lets go of a field by a release that records what it reads now; then the field may go")
    func lettingGo() throws {
        let letGo = ("items.sku, note]", "items.sku]")
        let removal = [
            letGo, ("      note: { type: string, presence: optional, max_length: 100 }\n", ""),
            ("reserved: [colour_code]", "reserved: [colour_code, note]"), (Self.version, "version: 1.3.0"),
        ]
        let before = try lock()
        #expect(try check(removal, against: before).contains { $0.rule == .consumerReadsRemovedField })
        let catalogue = try EvolvingCatalogue.read(EvolvingCatalogue.text([letGo]))
        let release = ReleaseCheck(catalogue, against: before, today: "2026-11-21")
        #expect(release.unreleased.isEmpty && release.regrouped.map(\.name) == ["order_placed"])
        let after = Release(of: catalogue, onto: before, adding: [], recording: release.regrouped).lock
        #expect(after.releases.count == 2 && after.releases(of: "order_placed").count == 1)
        let (again, findings) = LockReader.read(CatalogueSource(path: "lock", text: after.text))
        #expect(findings == [])
        #expect(ReleaseCheck(catalogue, against: again, today: "2026-11-21").regrouped.isEmpty)
        #expect(try check(removal, against: again).allSatisfy { $0.severity != .error })
    }

    @Test("an optional field that came, went and came back as something else is told by the version that had it")
    func transitive() throws {
        let first = ("step:", "extra: { type: string, presence: optional }\n      step:")
        let second = ("reserved: [colour_code]", "reserved: [colour_code, extra]")
        let lock = try lock([
            [], [first, (Self.version, "version: 1.3.0")], [second, (Self.version, "version: 1.4.0")],
        ])
        let back = ("step:", "extra: { type: int64, presence: optional }\n      step:")
        let findings = try check([back, (Self.version, "version: 1.5.0")], against: lock)
        let told = findings.filter { $0.severity == .error }
        #expect(Set(told.map(\.rule)) == [.fieldNameReused, .fieldTypeChanged, .versionBumpTooSmall])
        #expect(told.first { $0.rule == .fieldTypeChanged }?.against == "1.3.0")
    }

    @Test("a new major version needs steps from the last one, and they must be enough")
    func upcasts() throws {
        let change = ("customer: { type: string }", "client: { type: string }")
        let major = (Self.version, "version: 2.0.0")
        let none = try check([change, major], against: lock())
        #expect(
            none.filter { $0.severity == .error }.map(\.rule) == [
                .majorWithoutUpcast
            ])
        let reserved = ("reserved: [colour_code]", "reserved: [colour_code, customer]")
        let few = (Self.version, "version: 2.0.0\n    upcasts: { 2: [ { drop: customer } ] }")
        let incomplete = try check([change, reserved, few], against: lock()).filter { $0.severity == .error }
        #expect(incomplete.map(\.rule) == [.upcastIncomplete])
        #expect(incomplete.first?.path == "client")
        let enough = (
            Self.version, "version: 2.0.0\n    upcasts: { 2: [ { rename: { from: customer, to: client } } ] }"
        )
        #expect(try check([change, reserved, enough], against: lock()).allSatisfy { $0.severity == .note })
    }

    @Test(
        "a bound may be tighter in a new major version, and what a step gives counts as what the catalogue says of it")
    func tighterMajor() throws {
        let upcasts = """
            version: 2.0.0
                upcasts:
                  2: [{ default: { field: tags, value: [a] } }, { constant: { field: channel, value: shop } }]
            """
        let findings = try check(
            [
                ("min_length: 2,", "min_length: 5,"), ("value: web", "value: shop"),
                ("unique_items: true, presence: optional }", "unique_items: true }"), (Self.version, upcasts),
            ], against: lock())
        #expect(findings.filter { $0.severity == .error } == [])
    }

    @Test("steps that were released may not go while an older major version is in the lock")
    func upcastsStay() throws {
        let rename = ("customer: { type: string }", "client: { type: string }")
        let reserved = ("reserved: [colour_code]", "reserved: [colour_code, customer]")
        let second = (
            Self.version, "version: 2.0.0\n    upcasts: { 2: [ { rename: { from: customer, to: client } } ] }"
        )
        let lock = try lock([[], [rename, reserved, second]])
        let without = try check([rename, reserved, (Self.version, "version: 2.0.1")], against: lock)
        #expect(without.filter { $0.severity == .error }.map(\.rule) == [.majorWithoutUpcast])
    }

    @Test("who asks for less lets go in one release and changes in the next")
    func weakening() throws {
        let none = ("defaults: { owner: shop }", "defaults: { owner: shop, compatibility: none }")
        let breaking = ("customer: { type: string }", "customer: { type: int64 }")
        let minor = (Self.version, "version: 1.3.0")
        let before = try lock()
        let atOnce = try check([none, breaking, minor], against: before)
        #expect(atOnce.contains { $0.rule == .fieldTypeChanged && $0.severity == .error })
        #expect(atOnce.contains { $0.rule == .compatibilityWeakened && $0.severity == .warning })
        let catalogue = try EvolvingCatalogue.read(EvolvingCatalogue.text([none]))
        let weakened = ReleaseCheck(catalogue, against: before, today: "2026-11-21")
        let after = Release(of: catalogue, onto: before, adding: [], recording: weakened.regrouped).lock
        #expect(try check([none, breaking, minor], against: after).allSatisfy { $0.severity != .error })
    }

    @Test("a version means one schema, also where only words changed beside who reads it")
    func oneSchema() throws {
        let edits = [("An order was placed.", "Ordered."), ("producers: [till]", "producers: [till, books]")]
        #expect(try check(edits, against: lock()).contains { $0.rule == .versionNotBumped })
    }

    @Test("an event that was renamed is compared with what was released under its new name")
    func renamed() throws {
        let edit = [
            (
                "order_placed:\n    aliases: [order_created]",
                "order_bought:\n    aliases: [order_created, order_placed]"
            ),
            (Self.version, "version: 1.3.0"),
        ]
        #expect(try check(edit, against: lock()).contains { $0.rule == .eventRenamed })
        #expect(try check(edit, against: lock([[], edit])) == [])
    }

    @Test("types that hold each other, and types that many ways lead to, are compared in time that can be waited for")
    func manyWays() throws {
        let types = (0..<24).map { index in
            let next = "{ type: T\((index + 1) % 24), presence: optional }"
            return "  T\(index): { type: object, fields: { a: \(next), b: \(next) } }\n"
        }
        let text = EvolvingCatalogue.text([
            ("  Sku: {", types.joined() + "  Sku: {"),
            ("customer: { type: string }", "customer: { type: string }\n      deep: { type: T0 }"),
        ])
        let old = try EvolvingCatalogue.read(text, path: "old")
        let new = try EvolvingCatalogue.read(
            text.replacing(
                "T5: { type: object, fields: {",
                with: "T5: { type: object, fields: { c: { type: string, presence: optional }, "
            )
            .replacing("An order was placed.", with: "Ordered."), path: "new")
        let findings = CatalogueComparison(from: old, to: new, named: "main").findings()
        #expect(findings.contains { $0.path == "deep.a.a.a.a.a.c" })
    }

    @Test("four versions over three majors, whose types read each other, are released one after another")
    func fourVersions() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../UpcastVersions").standardizedFileURL.path
        var lock = CatalogueLock(id: "")
        for version in ["V1_0", "V1_1", "V2_0", "V3_0"] {
            let sources = try CatalogueFiles.sources(at: "\(folder)/\(version)")
            let catalogue = try CatalogueReader.read(sources).valid()
            if lock.id.isEmpty { lock.id = catalogue.id }
            let check = ReleaseCheck(catalogue, against: lock, today: "2026-11-21")
            let refused = check.findings.filter { $0.severity == .error }
            #expect(refused == [], "\(version)")
            lock = Release(of: catalogue, onto: lock, adding: check.unreleased).lock
        }
        #expect(lock.releases.count >= 4)
    }

    @Test("an event that is released stays, unless it was retired")
    func removal() throws {
        var catalogue = try EvolvingCatalogue.read(EvolvingCatalogue.text)
        catalogue.events = []
        let findings = ReleaseCheck(catalogue, against: try lock(), today: "2026-11-21").findings
        #expect(findings.map(\.rule) == [.eventRemoved])
        let retired = try lock([[(Self.version, "version: 1.2.0\n    status: retired")]])
        #expect(ReleaseCheck(catalogue, against: retired, today: "2026-11-21").findings == [])
    }

    @Test("a version whose examples are kept is in the lock")
    func missing() throws {
        let catalogue = try EvolvingCatalogue.read(EvolvingCatalogue.text)
        let check = ReleaseCheck(
            catalogue, against: try lock(), today: "2026-11-21",
            goldens: ["order_placed/1.2.0/one.json", "order_placed/1.3.0/one.json"])
        #expect(check.findings.map(\.rule) == [.lockMissingVersion])
        #expect(check.findings.first?.message.contains("`order_placed` 1.3.0") == true)
    }

    @Test(
        "a change that the catalogue says to ignore is a note until its last day; a version and the lock are never passed over"
    )
    func ignored() throws {
        let ignore = """
            id: com.example.events
            ignore:
              - { rule: FIELD_TYPE_CHANGED, path: events.order_placed.fields.customer, reason: Nobody reads it., until: 2026-12-31 }
            """
        let edits = [
            ("id: com.example.events", ignore), ("customer: { type: string }", "customer: { type: int64 }"),
        ]
        let before = try lock()
        let until = try check(edits, against: before, today: "2026-12-31").filter { $0.severity == .error }
        #expect(until.map(\.rule) == [.versionNotBumped])
        let after = try check(edits, against: before, today: "2027-01-01").filter { $0.severity == .error }
        #expect(Set(after.map(\.rule)) == [.fieldTypeChanged, .versionNotBumped])
        #expect(CompatibilityRule.allCases.filter { !$0.isIgnorable }.count == 5)
    }

    @Test("an event is not retired before its sunset")
    func sunset() throws {
        let retired = [
            (Self.version, "version: 1.3.0\n    status: retired"),
            ("      - { service: packer, reads: [order_id, items.sku, note] }\n      - books\n", ""),
            ("    consumers:\n", ""),
        ]
        let early = try check(retired, against: lock(), today: "2027-06-29").filter { $0.severity == .error }
        #expect(early.map(\.rule) == [.retiredBeforeSunset])
        #expect(early.first?.services.map(\.name) == ["packer", "books"])
        #expect(try check(retired, against: lock(), today: "2027-06-30").allSatisfy { $0.severity != .error })
    }

    @Test("a release adds what is new to the end, with its examples, and drafts stay out")
    func release() throws {
        let edits = [(Self.version, "version: 1.3.0\n    examples: { a b: { order_id: A1 } }")]
        var catalogue = try EvolvingCatalogue.read(EvolvingCatalogue.text)
        let text = EvolvingCatalogue.text(edits)
        catalogue = CatalogueReader.read([CatalogueSource(path: "new", text: text)]).catalogue
        let check = ReleaseCheck(catalogue, against: try lock(), today: "2026-11-21")
        #expect(check.unreleased.map(\.name) == ["order_placed"])
        let release = Release(of: catalogue, onto: try lock(), adding: check.unreleased)
        #expect(release.lock.releases.map { "\($0.version)" } == ["1.2.0", "1.3.0"])
        #expect(release.lock.goldens.map(\.path) == ["order_placed/1.3.0/a%20b.json"])
        #expect(release.lock.goldens.first?.text == "{ \"order_id\": \"A1\" }\n")
        #expect(ReleaseCheck(catalogue, against: release.lock, today: "2026-11-21").unreleased.isEmpty)
        var draft = catalogue
        draft.events[0].status = .draft
        #expect(ReleaseCheck(draft, against: try lock(), today: "2026-11-21").unreleased.isEmpty)
    }
}
