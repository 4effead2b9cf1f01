/// Columns of text, each as wide as its widest cell.
enum TextTable {
    /// The lines of a table; cells of the last column are not padded, and control characters are written out.
    static func lines(_ rows: [[String]]) -> [String] {
        let rows = rows.map { $0.map { PlainText.escaped($0) } }
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            .joined(separator: "  ")
        }
    }
}
