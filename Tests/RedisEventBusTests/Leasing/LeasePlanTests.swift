import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Who takes and gives up which partition")
struct LeasePlanTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let members: Set<String>
        let holders: [String?]
        var acquire: [Int] = []
        var release: [Int] = []
    }

    @Test(
        "what a member does, by what it sees",
        arguments: [
            Case(testDescription: "alone, all free", members: ["a"], holders: [nil, nil, nil], acquire: [0, 1, 2]),
            Case(testDescription: "alone, all its own", members: ["a"], holders: ["a", "a"]),
            Case(
                testDescription: "another joined", members: ["a", "b"], holders: ["a", "a", "a", "a"], release: [2, 3]),
            Case(testDescription: "it is the other that has too many", members: ["a", "b"], holders: ["b", "b", "b"]),
            Case(testDescription: "odd: who has one more keeps it", members: ["a", "b"], holders: ["a", "b", "a"]),
            Case(testDescription: "odd: the other keeps it", members: ["a", "b"], holders: ["a", "b", "b"]),
            Case(
                testDescription: "two joined: one more than the share may stay", members: ["a", "b", "c"],
                holders: ["a", "a", "a", "a"], release: [2, 3]),
            Case(testDescription: "both new: shared by rank", members: ["a", "b"], holders: [nil, nil], acquire: [0]),
            Case(
                testDescription: "free ones go to who lacks them", members: ["a", "b"], holders: ["b", "b", nil, nil],
                acquire: [2, 3]),
            Case(testDescription: "more members than partitions", members: ["a", "b", "c"], holders: ["b", "c"]),
            Case(
                testDescription: "who winds up is no member and keeps what it has", members: ["a"],
                holders: ["gone", nil, "a"], acquire: [1]),
            Case(testDescription: "no partitions", members: ["a", "b"], holders: []),
        ])
    func table(_ expected: Case) {
        let plan = LeasePlan(me: "a", members: expected.members, holders: expected.holders)
        #expect(plan.acquire == expected.acquire)
        #expect(plan.release == expected.release)
    }

    @Test("after any joins, leaves and deaths: no partition unowned, shares within one of even, no needless move")
    func property() {
        var random = SeededGenerator("lease plan")
        for _ in 0..<300 {
            var holders = [String?](repeating: nil, count: Int.random(in: 1...12, using: &random))
            var members: Set<String> = ["m0"]
            for step in 0..<12 {
                if members.count == 1 || Bool.random(using: &random) {
                    members.insert("m\(Int.random(in: 1...8, using: &random))")
                } else if let leaving = members.sorted().randomElement(using: &random) {
                    members.remove(leaving)
                    for partition in holders.indices where holders[partition] == leaving { holders[partition] = nil }
                }
                let before = holders
                let rounds = settle(&holders, members, &random)
                #expect(rounds <= 4, "step \(step): settled after \(rounds) rounds")
                let shares = members.map { member in holders.count { $0 == member } }
                #expect(!holders.contains(nil), "step \(step): \(holders)")
                #expect((shares.max() ?? 0) - (shares.min() ?? 0) <= 1, "step \(step): \(holders)")
                let moved = zip(before, holders).count { $0 != nil && $0 != $1 }
                #expect(moved <= needed(before, members), "step \(step): \(before) → \(holders)")
            }
        }
    }

    /// Lets all members act, in any order, on what they saw at the beginning of a round, until nobody has anything to do.
    private func settle(
        _ holders: inout [String?], _ members: Set<String>, _ random: inout SeededGenerator
    ) -> Int {
        for round in 0..<20 {
            let seen = holders
            var isQuiet = true
            for member in members.sorted().shuffled(using: &random) {
                let plan = LeasePlan(me: member, members: members, holders: seen)
                isQuiet = isQuiet && plan.acquire.isEmpty && plan.release.isEmpty
                for partition in plan.release where holders[partition] == member { holders[partition] = nil }
                // As the script does: only what is still as it was seen.
                for partition in plan.acquire where seen[partition] == nil && holders[partition] == nil {
                    holders[partition] = member
                }
            }
            if isQuiet { return round }
        }
        return 20
    }

    /// How many partitions have to move to make shares even.
    private func needed(_ holders: [String?], _ members: Set<String>) -> Int {
        let share = holders.count / members.count
        var ceilings = holders.count % members.count
        return members.map { member in holders.count { $0 == member } }.sorted(by: >).reduce(0) { sum, held in
            let allowed = share + (ceilings > 0 ? 1 : 0)
            if ceilings > 0 { ceilings -= 1 }
            return sum + max(0, held - allowed)
        }
    }
}
