import Foundation

extension Report {
    private struct Line: Encodable {
        let name: String
        let measure: String
        let unit: String
        let ours: Double
        let floor: Double
        let value: Double
        let atLeast: Double?
        let atMost: Double?
        let verdict: String
        let clientMicrosecondsPerEvent: Sides?
        let serverMicrosecondsPerEvent: Sides?
    }

    private struct Sides: Encodable {
        let ours: Double
        let floor: Double
    }

    private struct Document: Encodable {
        let rows: [Line]
        let verdict: String
    }

    /// The same as the table, for machines: `{"rows":[{"name":…,"value":…,"verdict":"met"|"below",…}],"verdict":…}`.
    ///
    /// - Throws: `EncodingError` where a number is not finite.
    func json() throws -> String {
        let lines = rows.map { row in
            var atLeast: Double?
            var atMost: Double?
            switch row.bound {
            case .atLeast(let limit): atLeast = limit
            case .atMost(let limit): atMost = limit
            }
            return Line(
                name: row.name, measure: row.measure, unit: row.unit.rawValue, ours: row.ours, floor: row.floor,
                value: row.value, atLeast: atLeast, atMost: atMost, verdict: row.verdict,
                clientMicrosecondsPerEvent: row.cost.map { Sides(ours: $0.ours.client, floor: $0.floor.client) },
                serverMicrosecondsPerEvent: row.cost.map { Sides(ours: $0.ours.server, floor: $0.floor.server) })
        }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(rows: lines, verdict: isMet ? "met" : "below")
        return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    }
}
