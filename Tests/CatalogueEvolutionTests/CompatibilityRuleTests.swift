import CatalogueEvolution
import CatalogueLint
import EventCatalogue
import Testing
import YAMLReader

struct CompatibilityRuleTests {
    private static let versionRules: Set<CompatibilityRule> = [.versionNotBumped, .versionBumpTooSmall]

    /// The rules that a change of the sample breaks, those about its version left out.
    private static func findings(_ change: ChangeCase, mode: String = "full_transitive") throws -> [ChangeFinding] {
        let defaults = ("defaults: { owner: shop }", "defaults: { owner: shop, compatibility: \(mode) }")
        let plain = try EvolvingCatalogue.read(EvolvingCatalogue.text([defaults]), path: "one")
        let edited = try EvolvingCatalogue.read(EvolvingCatalogue.text([defaults] + change.edits), path: "two")
        let comparison =
            change.isReversed
            ? CatalogueComparison(from: edited, to: plain, named: "before")
            : CatalogueComparison(from: plain, to: edited, named: "before")
        return comparison.findings().filter { !versionRules.contains($0.rule) }
    }

    @Test("each kind of change is told by its name, and nothing else is told", arguments: ChangeCase.all)
    func kinds(_ change: ChangeCase) throws {
        let rules = Set(try Self.findings(change).map(\.rule))
        #expect(rules == change.also.union([change.rule]))
    }

    @Test("an error is what breaks a direction that the mode asks for", arguments: ChangeCase.all)
    func severities(_ change: ChangeCase) throws {
        let profile = change.rule.profile
        for (mode, backward, forward) in [
            ("none", false, false), ("backward", true, false), ("forward_transitive", false, true),
            ("full", true, true),
        ] {
            let findings = try Self.findings(change, mode: mode).filter { $0.rule == change.rule }
            let isBroken = (profile.backward == .breaks && backward) || (profile.forward == .breaks && forward)
            let expected: ChangeFinding.Severity =
                switch profile.judgement {
                case .error: .error
                case .warning: .warning
                case .note: .note
                case .byCompatibility: isBroken ? .error : .note
                }
            #expect(findings.map(\.severity) == findings.map { _ in expected }, "mode \(mode)")
            #expect(!findings.isEmpty)
        }
    }

    /// Backward and forward, as the field's references have them.
    private static let reference: [CompatibilityRule: String] = [
        .fieldAddedOptional: "✓✓", .fieldAddedRequired: "✗✓", .fieldAddedRequiredWithDefault: "✓✓",
        .fieldRemovedRequired: "✓✗", .fieldRemovedOptional: "✓✓", .fieldNameReused: "✗✗", .fieldBecameRequired: "✗✓",
        .fieldBecameOptional: "✓✗", .fieldBecameNullable: "✓✗", .fieldBecameNonNull: "✗✓", .fieldTypeChanged: "✗✗",
        .fieldTypeWidened: "✓✗", .fieldTypeNarrowed: "✗✓", .timestampFormatChanged: "✗✗", .fieldUnitChanged: "✗✗",
        .fieldEncodingChanged: "✗✗", .enumValueAddedOpen: "✓✓", .enumValueAddedClosed: "✓✗", .enumValueRemoved: "✗✓",
        .enumClosed: "✗✓", .enumOpened: "✓✗", .constChanged: "✗✗", .minimumRaised: "✗✓", .minimumLowered: "✓✗",
        .maxLengthLowered: "✗✓", .maxLengthRaised: "✓✗", .patternChanged: "✗✗", .invariantAdded: "✗✓",
        .invariantRemoved: "✓✗", .invariantChanged: "✗✗", .defaultChanged: "✓✓", .unionCaseAdded: "✓✗",
        .unionCaseRemoved: "✗✓", .discriminatorChanged: "✗✗", .partitionKeyChanged: "✗✗", .aggregateChanged: "✗✗",
        .idempotencyKeyChanged: "✗✗", .streamChanged: "✗✗", .routeRemoved: "✗✗", .routeNameChanged: "✗✗",
        .routeWireChanged: "✗✗", .encodeAbsentChanged: "✗✗", .eventRemoved: "✗✗", .eventTypeIDChanged: "✗✗",
    ]

    @Test("the table has the effects that closed writers and open readers make", arguments: reference)
    func effects(_ rule: CompatibilityRule, _ effects: String) {
        let marks = [rule.profile.backward, rule.profile.forward].map { $0 == .breaks ? "✗" : "✓" }.joined()
        #expect(marks == effects)
    }

    @Test("every rule is tried by a change of the sample, or by a test of its own")
    func coverage() {
        // Tried by ReleaseCheckTests, LockTests and CatalogueComparisonTests.
        let elsewhere: Set<CompatibilityRule> = [
            .eventAdded, .eventRemoved, .versionNotBumped, .versionBumpTooSmall, .versionWentBack, .majorWithoutUpcast,
            .upcastIncomplete, .compatibilityWeakened, .lockTampered, .lockMissingVersion, .retiredBeforeSunset,
        ]
        let tried = Set(ChangeCase.all.map(\.rule)).union(elsewhere)
        #expect(Set(CompatibilityRule.allCases).subtracting(tried) == [])
    }

    @Test("every rule says whom it hits, and what to do where it stops somebody")
    func words() {
        for rule in CompatibilityRule.allCases {
            let profile = rule.profile
            #expect(!profile.meaning.isEmpty, "\(rule)")
            if profile.judgement != .note { #expect(!profile.advice.isEmpty, "\(rule)") }
        }
    }

    @Test("no change has the name of a rule of catalogues, so that an ignore means one of them")
    func names() {
        let rules = Set(RuleCatalogue.all.map { $0.id.rawValue })
        #expect(rules.isDisjoint(with: CompatibilityRule.allCases.map(\.rawValue)))
    }

    @Test("what did not change is not told")
    func unchanged() throws {
        let one = try EvolvingCatalogue.read(EvolvingCatalogue.text)
        #expect(CatalogueComparison(from: one, to: one, named: "before").findings() == [])
    }

    @Test(
        "a widened or narrowed pattern counts as what its author says",
        arguments: [("wider", CompatibilityRule.patternRemoved), ("narrower", .patternAdded)])
    func relation(_ word: String, _ rule: CompatibilityRule) throws {
        let change = ChangeCase(
            rule, "pattern: \"^[0-9]{4}$\"", "pattern: \"^[0-9]{4,5}$\", pattern_relation: \(word)")
        #expect(try Self.findings(change).map(\.rule) == [rule])
    }

    @Test("a value may be shown to more people where somebody approved it")
    func approval() throws {
        let change = ChangeCase(
            .sensitivityLowered, "sensitivity: confidential, pii: true, log: redact",
            "sensitivity: public, log: show, approved_by: shop")
        #expect(try Self.findings(change).map(\.rule) == [.documentationChanged])
    }
}
