import EventBus
import Testing

@testable import RedisEventBus

@Suite("What retention would remove, and who holds it up; without a server")
struct RetentionPlanTests {
    /// A case of the table; positions are milliseconds, the time is 10 000.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var maxAge: Duration? = .seconds(1)
        var maxEntries: Int?
        var rules: [RetentionRule] = []
        var groups: [RetentionFacts.Group] = []
        let floor: UInt64
        var isDue = true
        var isRemovable = true
        var holder: String?
    }

    @Test(
        "the floor is the lowest position that a group needs, and whoever needs it is named",
        arguments: [
            Case(testDescription: "nobody reads", floor: 9_900),
            Case(
                testDescription: "nothing is old", maxAge: .seconds(100), groups: [], floor: 9_900, isDue: false,
                isRemovable: false),
            Case(testDescription: "no bounds", maxAge: nil, floor: 9_900, isDue: false, isRemovable: false),
            Case(
                testDescription: "a required group that has read all", rules: [required("g")],
                groups: [group("g", 9_900)], floor: 9_900),
            Case(
                testDescription: "a required group that has not read all", rules: [required("g")],
                groups: [group("g", 5_000)], floor: 5_000, holder: "g"),
            Case(
                testDescription: "a required group with a pending entry", rules: [required("g")],
                groups: [group("g", 9_900, pending: 3_000)], floor: 3_000, holder: "g"),
            Case(
                testDescription: "the slower of two", rules: [required("a"), required("b")],
                groups: [group("a", 9_900), group("b", 4_000)], floor: 4_000, holder: "b"),
            Case(
                testDescription: "a required group that does not exist", rules: [required("g"), required("h")],
                groups: [group("h", 9_900)], floor: 0, isRemovable: false, holder: "g"),
            Case(
                testDescription: "the router, once it exists",
                rules: [RetentionRule(group: "router", hold: .everything(mustExist: false), standing: .required)],
                groups: [], floor: 9_900),
            Case(
                testDescription: "an optional group without a bound holds nothing", rules: [optional("o", nil)],
                groups: [group("o", 2_000)], floor: 9_900),
            Case(
                testDescription: "an optional group within its lag holds", rules: [optional("o", .seconds(9))],
                groups: [group("o", 2_000)], floor: 2_000, holder: "o"),
            Case(
                testDescription: "an optional group beyond its lag holds only what is younger",
                rules: [optional("o", .seconds(5))], groups: [group("o", 2_000)], floor: 5_000, holder: "o"),
            Case(
                testDescription: "a group that the catalogue does not know holds for a week",
                groups: [group("who", 2_000)], floor: 2_000, holder: "who"),
            Case(
                testDescription: "too many entries, all of them read", maxAge: nil, maxEntries: 10,
                rules: [required("g")], groups: [group("g", 9_900)], floor: 9_900),
            Case(
                testDescription: "too many entries, none of them read", maxAge: nil, maxEntries: 10,
                rules: [required("g")], groups: [group("g", 0)], floor: 0, isRemovable: false, holder: "g"),
        ])
    func planned(_ test: Case) {
        var facts = RetentionFacts()
        facts.now = 10_000
        facts.length = 100
        facts.first = Self.at(1_000)
        facts.last = Self.at(9_900)
        facts.groups = test.groups
        let plan = RetentionPlan(
            facts, policy: RetentionDeclaration(maxAge: test.maxAge, maxEntries: test.maxEntries), rules: test.rules)
        #expect(plan.floor.milliseconds == test.floor)
        #expect(plan.isDue == test.isDue)
        #expect(plan.isRemovable == test.isRemovable)
        #expect(plan.holder?.rule.group == test.holder)
    }

    @Test("a stream's rules: its groups as declared, and the router, which must exist where there are routes")
    func rules() {
        let stream = StreamDeclaration(
            name: "s",
            groups: [
                GroupDeclaration(name: "a"), GroupDeclaration(name: "b", required: false),
                GroupDeclaration(name: "c", required: false, maxLag: .seconds(5)),
            ])
        let rules = RetentionRule.rules(of: stream, hasRoutes: true)
        #expect(
            rules == [
                Self.required("a"), Self.optional("b", nil), Self.optional("c", .seconds(5)), Self.required("router"),
            ])
        #expect(RetentionRule.rules(of: stream, hasRoutes: false).last?.hold == .everything(mustExist: false))
    }

    @Test("what is of the future is not old, and a clock set back makes nothing older")
    func clock() {
        var facts = RetentionFacts()
        facts.now = 10_000
        #expect(facts.age(of: Self.at(50_000)) == .zero)
        #expect(facts.position(before: .seconds(4)) == Self.at(6_000))
        #expect(facts.position(before: .seconds(40)) == .beginning)
    }

    static func at(_ milliseconds: UInt64) -> StreamPosition { StreamPosition(milliseconds: milliseconds, sequence: 0) }

    static func required(_ name: String) -> RetentionRule {
        RetentionRule(group: name, hold: .everything(mustExist: true), standing: .required)
    }

    static func optional(_ name: String, _ lag: Duration?) -> RetentionRule {
        RetentionRule(group: name, hold: lag.map { .younger(than: $0) } ?? .nothing, standing: .optional)
    }

    static func group(_ name: String, _ last: UInt64, pending: UInt64? = nil) -> RetentionFacts.Group {
        RetentionFacts.Group(
            name: name, lastDelivered: at(last), pending: pending == nil ? 0 : 1, oldestPending: pending.map(at))
    }
}
