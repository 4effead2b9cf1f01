import EventBus

/// What a command prints as one line of a table, or as one JSON object.
protocol TableLine {
    /// The heads of the columns.
    static var titles: [String] { get }

    /// One text for each column.
    var cells: [String] { get }

    /// The same for programs.
    var json: JSONValue { get }
}

extension TextTable {
    /// The lines of a table with the heads of its columns.
    static func lines<Line: TableLine>(_ rows: [Line]) -> [String] { lines([Line.titles] + rows.map(\.cells)) }
}
