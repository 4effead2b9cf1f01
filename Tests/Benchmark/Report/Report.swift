/// What a run of the benchmark found: the rows, in the order of the table.
struct Report: Sendable {
    let rows: [Row]

    /// Whether every row is met.
    var isMet: Bool { rows.allSatisfy(\.isMet) }

    /// The table as text.
    var text: String {
        let header = [
            "row", "measure", "ours", "floor", "value", "must be", "verdict", "client µs/event (floor)",
            "server µs/event (floor)",
        ]
        let table = TextTable(header: header, rows: rows.map(cells), rightAligned: [2, 3, 4, 5, 7, 8])
        let below = rows.count { !$0.isMet }
        return table.text + "\n" + (below == 0 ? "every row is met" : "\(below) of \(rows.count) rows are below") + "\n"
    }

    private func cells(_ row: Row) -> [String] {
        let limit = Figures.fixed(row.bound.limit, places: row.unit == .megabytes ? 1 : 2)
        let bound =
            switch row.bound {
            case .atLeast: "≥ \(limit)"
            case .atMost: "≤ \(limit)"
            }
        return [
            row.name, row.measure, quantity(row.ours, row.unit), quantity(row.floor, row.unit),
            Figures.fixed(row.value, places: 2), bound, row.verdict,
            row.cost.map { pair($0.ours.client, $0.floor.client) } ?? "",
            row.cost.map { pair($0.ours.server, $0.floor.server) } ?? "",
        ]
    }

    private func quantity(_ value: Double, _ unit: Row.Unit) -> String {
        let places =
            switch unit {
            case .eventsPerSecond, .events: 0
            case .seconds, .milliseconds, .microseconds, .microsecondsPerEvent, .percent: 2
            case .megabytes: 1
            }
        return Figures.fixed(value, places: places) + " " + unit.rawValue
    }

    private func pair(_ ours: Double, _ floor: Double) -> String {
        "\(Figures.fixed(ours, places: 2)) (\(Figures.fixed(floor, places: 2)))"
    }
}
