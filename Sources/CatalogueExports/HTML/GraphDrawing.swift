import EventCatalogue

/// Producers, events and consumers as inline SVG; every node is a link.
enum GraphDrawing {
    static func html(_ catalogue: Catalogue) -> String {
        let graph = EventGraph(catalogue)
        guard !graph.edges.isEmpty else { return "" }
        let layout = GraphLayout(graph)
        let external = Set(catalogue.services.filter(\.isExternal).map(\.name))
        var text = "<svg class=\"graph\" width=\"\(layout.width)\" height=\"\(layout.height)\""
        text += " viewBox=\"0 0 \(layout.width) \(layout.height)\" role=\"group\""
        text += " aria-label=\"Producers, events and consumers\">\n<g class=\"edges\">\n"
        for edge in graph.edges {
            guard let from = layout.boxes[edge.from], let to = layout.boxes[edge.to] else { continue }
            text += path(from, to, name: edge.from.kind == .event ? edge.from.name : edge.to.name, edge)
        }
        text += "</g>\n"
        for node in layout.columns.joined() {
            if let box = layout.boxes[node] { text += self.node(node, box, isExternal: external.contains(node.name)) }
        }
        return text + "</svg>\n"
    }

    private static func path(
        _ from: GraphLayout.Box, _ to: GraphLayout.Box, name: String, _ edge: EventGraph.Edge
    ) -> String {
        let (x1, y1) = (from.x + from.width, from.y + GraphLayout.boxHeight / 2)
        let (x2, y2) = (to.x, to.y + GraphLayout.boxHeight / 2)
        let middle = (x1 + x2) / 2
        return
            "<path data-from=\"\(key(edge.from))\" data-to=\"\(key(edge.to))\" data-event=\"\(HTMLText.escaped(name))\""
            + " d=\"M\(x1) \(y1)C\(middle) \(y1) \(middle) \(y2) \(x2 - 6) \(y2)\"/>"
            + "<path class=\"tip\" data-from=\"\(key(edge.from))\" data-to=\"\(key(edge.to))\""
            + " data-event=\"\(HTMLText.escaped(name))\" d=\"M\(x2 - 7) \(y2 - 4)L\(x2 - 1) \(y2)L\(x2 - 7) \(y2 + 4)z\"/>\n"
    }

    private static func key(_ node: EventGraph.Node) -> String {
        let prefix =
            switch node.kind {
            case .producer: "p"
            case .event: "e"
            case .consumer: "c"
            }
        return "\(prefix):\(HTMLText.escaped(node.name))"
    }

    private static func node(_ node: EventGraph.Node, _ box: GraphLayout.Box, isExternal: Bool) -> String {
        let link =
            node.kind == .event ? HTMLText.id("event", node.name) : "q=" + HTMLText.escaped("service:\(node.name)")
        let isCut = node.name.count > GraphLayout.longestName
        let label = isCut ? node.name.prefix(GraphLayout.longestName - 1) + "…" : node.name[...]
        let kind = node.kind == .event ? "event" : isExternal ? "service external" : "service"
        let event = node.kind == .event ? " data-event=\"\(HTMLText.escaped(node.name))\"" : ""
        return "<a class=\"node \(kind)\" data-node=\"\(key(node))\"\(event) href=\"#\(link)\">"
            + "<title>\(HTMLText.escaped(node.name))\(isExternal ? " (external)" : "")</title>"
            + "<rect x=\"\(box.x)\" y=\"\(box.y)\" width=\"\(box.width)\" height=\"\(GraphLayout.boxHeight)\""
            + " rx=\"\(node.kind == .event ? 13 : 4)\"/>"
            + "<text x=\"\(box.x + box.width / 2)\" y=\"\(box.y + 18)\" text-anchor=\"middle\">"
            + "\(HTMLText.escaped(String(label)))</text></a>\n"
    }
}
