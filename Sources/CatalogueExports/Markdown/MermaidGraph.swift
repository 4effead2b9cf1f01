/// Producers, events and consumers as a Mermaid flow chart.
enum MermaidGraph {
    static func lines(_ graph: EventGraph) -> [String] {
        var lines = ["```mermaid", "flowchart LR"]
        var ids: [EventGraph.Node: String] = [:]
        for (prefix, column) in zip(["p", "e", "c"], graph.columns) {
            for (index, node) in column.enumerated() {
                let id = "\(prefix)\(index)"
                ids[node] = id
                let label = "\"\(node.name)\""
                lines.append("    \(id)" + (node.kind == .event ? "(\(label))" : "[\(label)]"))
            }
        }
        for edge in graph.edges {
            if let from = ids[edge.from], let to = ids[edge.to] { lines.append("    \(from) --> \(to)") }
        }
        return lines + ["```"]
    }
}
