import EventBus
import Metrics

/// What is counted of routing one stream.
final class RouteMetrics: Sendable {
    let group: GroupMetrics
    private let table: RoutingTable
    /// By plan, then by route.
    private let routed: [[Counter]]

    init(_ table: RoutingTable, _ group: GroupMetrics) {
        self.table = table
        self.group = group
        routed = table.plans.map { plan in
            plan.routes.map { route in
                group.bus.counter(.routed, group.stream, plan.declaration.type, route.destination.name, "routed")
            }
        }
    }

    /// A batch is committed.
    func committed(_ batch: RouteBatch, _ outcome: RouteOutcome) {
        var counts = Array(repeating: 0, count: table.plans.count)
        var delivered: [StreamPosition] = []
        delivered.reserveCapacity(batch.routed.count)
        for (position, plan) in batch.routed where !outcome.gone.contains(position) {
            counts[plan] += 1
            if outcome.failed[position] == nil { delivered.append(position) }
        }
        var failures: [Failure: Int] = [:]
        for (position, plan) in batch.routed {
            guard let names = outcome.failed[position] else { continue }
            for name in names { failures[Failure(plan: plan, route: name), default: 0] += 1 }
            group.buried(.routeFailed, event: table.plans[plan].declaration.type)
        }
        for (plan, count) in counts.enumerated() where count > 0 {
            for (route, counter) in zip(table.plans[plan].routes, routed[plan]) {
                let failed = failures[Failure(plan: plan, route: route.destination.name)] ?? 0
                if count > failed { counter.increment(by: count - failed) }
            }
        }
        for (failure, count) in failures {
            group.bus.count(
                .routed, group.stream, table.plans[failure.plan].declaration.type, failure.route, "failed", by: count)
        }
        group.delivered(delivered)
    }

    private struct Failure: Hashable {
        let plan: Int
        let route: String
    }
}
