/// Something that is measured, and gives one or more rows of the table.
protocol Measurement: Sendable {
    /// The names of its rows, in the order of the table; `--only` takes any of them.
    static var rows: [String] { get }

    /// Measures; leaves the server empty.
    static func run(on bench: Bench) async throws -> [Row]
}
