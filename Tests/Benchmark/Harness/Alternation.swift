/// Runs of ours and of the floor, one after the other, so that both see the same machine.
struct Alternation<Ours: Sendable, Floor: Sendable>: Sendable {
    private let pairs: [(ours: Ours, floor: Floor)]

    /// Runs both sides once unmeasured, then `rounds` times in turn.
    init(
        rounds: Int, ours: () async throws -> Ours, floor: () async throws -> Floor
    ) async throws {
        _ = try await floor()
        _ = try await ours()
        var pairs: [(ours: Ours, floor: Floor)] = []
        for _ in 0..<rounds {
            let mine = try await ours()
            pairs.append((mine, try await floor()))
        }
        self.pairs = pairs
    }

    func compare(_ mine: (Ours) -> Double, _ other: (Floor) -> Double) -> Comparison {
        Comparison(pairs.map { (mine($0.ours), other($0.floor)) })
    }
}

extension Alternation where Ours == Sample, Floor == Sample {
    /// A row on throughput, with what an event cost on both sides.
    func throughputRow(_ name: String, _ measure: String, atLeast limit: Double) -> Row {
        let rate = compare(\.eventsPerSecond, \.eventsPerSecond)
        let client = compare(\.cost.client, \.cost.client)
        let server = compare(\.cost.server, \.cost.server)
        return Row(
            name, measure, unit: .eventsPerSecond, ours: rate.ours, floor: rate.floor, value: rate.ratio,
            bound: .atLeast(limit),
            cost: (
                Row.Cost(client: client.ours, server: server.ours), Row.Cost(client: client.floor, server: server.floor)
            ))
    }

    /// A row on the client's processor time.
    func clientCostRow(_ name: String, _ measure: String, atMost limit: Double) -> Row {
        let client = compare(\.cost.client, \.cost.client)
        return Row(
            name, measure, unit: .microsecondsPerEvent, ours: client.ours, floor: client.floor, value: client.ratio,
            bound: .atMost(limit))
    }
}
