import Foundation
import Testing

@testable import EventBusBenchmark

@Suite struct ReportTests {
    private static let fast = Row(
        "fast", "ours ÷ theirs", unit: .eventsPerSecond, ours: 1_234_567.4, floor: 1_000_000, value: 1.234,
        bound: .atLeast(0.8),
        cost: (ours: Row.Cost(client: 2.5, server: 1.25), floor: Row.Cost(client: 0.5, server: 1)))
    private static let costly = Row(
        "costly", "processor time", unit: .microsecondsPerEvent, ours: 13, floor: 2, value: 6.5, bound: .atMost(6))

    @Test("the table says of each row what was measured, what it must keep to, and whether it does")
    func table() {
        let lines = Report(rows: [Self.fast, Self.costly]).text.split(separator: "\n")
        #expect(
            lines[0].hasPrefix(
                "row     measure                       ours               floor  value  must be  verdict"))
        #expect(
            lines[2] == """
                fast    ours ÷ theirs   1,234,567 events/s  1,000,000 events/s   1.23   ≥ 0.80  met      \
                            2.50 (0.50)              1.25 (1.00)
                """)
        #expect(
            lines[3]
                == "costly  processor time      13.00 µs/event       2.00 µs/event   6.50   ≤ 6.00  below")
    }

    @Test("one row that is below makes the whole report below")
    func verdict() {
        #expect(Report(rows: [Self.fast]).isMet)
        #expect(!Report(rows: [Self.fast, Self.costly]).isMet)
        #expect(Report(rows: [Self.fast, Self.costly]).text.hasSuffix("1 of 2 rows are below\n"))
        #expect(Report(rows: [Self.fast]).text.hasSuffix("every row is met\n"))
    }

    @Test("the JSON form has the same rows, with the limit under the name of its direction")
    func json() throws {
        struct Document: Decodable {
            struct Line: Decodable {
                let name: String
                let value: Double
                let atLeast: Double?
                let atMost: Double?
                let verdict: String
            }
            let rows: [Line]
            let verdict: String
        }
        let text = try Report(rows: [Self.fast, Self.costly]).json()
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let document = try decoder.decode(Document.self, from: Data(text.utf8))
        #expect(text.contains("\"at_least\" : 0.8"))
        #expect(document.verdict == "below")
        #expect(document.rows.map(\.name) == ["fast", "costly"])
        #expect(document.rows.map(\.verdict) == ["met", "below"])
        #expect(document.rows.map(\.atLeast) == [0.8, nil])
        #expect(document.rows.map(\.atMost) == [nil, 6])
    }

    @Test(
        "a bound is met at its limit and not beyond, and never by what is no number",
        arguments: [
            (Bound.atLeast(0.8), 0.8, true), (.atLeast(0.8), 0.799, false), (.atMost(2), 2, true),
            (.atMost(2), 2.001, false), (.atLeast(0), .nan, false), (.atMost(0), .nan, false),
        ])
    func bounds(bound: Bound, value: Double, isMet: Bool) {
        #expect(bound.isMet(by: value) == isMet)
    }

    @Test("the ratio of two sides is the median of the ratios of neighbouring runs")
    func comparison() {
        // The machine was three times slower during the last pair: the ratio does not notice.
        let comparison = Comparison([(80, 100), (40, 100), (20, 25)])
        #expect(comparison.ours == 40)
        #expect(comparison.floor == 100)
        #expect(comparison.ratio == 0.8)
    }

    @Test("percentiles are by nearest rank, and of nothing there is none")
    func statistics() {
        let values = (1...1_000).map(Double.init).shuffled()
        #expect(Statistics.percentile(0.99, of: values) == 990)
        #expect(Statistics.percentile(1, of: values) == 1_000)
        #expect(Statistics.median([4, 1, 3, 2]) == 2.5)
        #expect(Statistics.median([]).isNaN)
        #expect(Statistics.percentile(0.99, of: []).isNaN)
    }

    @Test(
        "numbers are written with fixed places and commas between thousands",
        arguments: [
            (0.0, 2, "0.00"), (1_234_567.891, 1, "1,234,567.9"), (999.999, 2, "1,000.00"), (-0.001, 2, "0.00"),
            (-1_000.5, 1, "-1,000.5"), (0.05, 2, "0.05"), (1_000_000, 0, "1,000,000"), (.infinity, 2, "–"),
        ])
    func figures(value: Double, places: Int, text: String) {
        #expect(Figures.fixed(value, places: places) == text)
    }
}
