import TestSupport
import Testing

@testable import EventBusChaos

@Suite("What is done, and when")
struct FaultPlanTests {
    @Test("a seed gives the same plan again, and another seed another one")
    func replay() {
        func plan(_ seed: UInt64) -> FaultPlan {
            FaultPlan(seed: seed, count: 50, mix: .everything, spacing: .seconds(3))
        }
        #expect(plan(7) == plan(7))
        #expect(plan(7) != plan(8))
    }

    @Test("a mix draws everything that has a weight, about as often as it says, and nothing else")
    func mix() {
        let mix = FaultMix([.killRouter: 3, .cutInReply: 1])
        let plan = FaultPlan(seed: 1, count: 4_000, mix: mix, spacing: .seconds(1))
        let routers = plan.faults.count { $0.kind == .killRouter }
        #expect(plan.faults.allSatisfy { $0.kind == .killRouter || $0.kind == .cutInReply })
        #expect((2_850...3_150).contains(routers))
        let everything = FaultPlan(seed: 1, count: 4_000, mix: .everything, spacing: .seconds(1))
        let drawn = Set(everything.faults.map(\.kind))
        #expect(drawn == Set(FaultKind.allCases).subtracting([.flushAll, .destroyGroup]))
    }

    @Test("faults come in order, at the pace that was asked for, and last as long as their kind may")
    func pace() {
        let plan = FaultPlan(seed: 5, count: 1_000, mix: .everything, spacing: .seconds(2))
        var last = Duration.zero
        for fault in plan.faults {
            #expect((Duration.seconds(1)...(.seconds(3))).contains(fault.at - last))
            #expect(fault.kind.lasting.contains(Int(fault.lasting / .milliseconds(1))))
            last = fault.at
        }
        #expect((Duration.seconds(1_900)...(.seconds(2_100))).contains(last))
    }
}
