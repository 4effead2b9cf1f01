/// Rows of cells under a header, each column as wide as its widest cell.
struct TextTable {
    let header: [String]
    let rows: [[String]]
    /// The columns whose cells end, rather than begin, in one line.
    let rightAligned: Set<Int>

    var text: String {
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        let rule = widths.map { String(repeating: "-", count: $0) }
        return ([header, rule] + rows).map { line($0, widths) }.joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: widths[column] - cell.count)
            line += (column > 0 ? "  " : "") + (rightAligned.contains(column) ? padding + cell : cell + padding)
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
