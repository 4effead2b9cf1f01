/// Places the nodes of a graph in columns, with few crossings.
struct GraphLayout {
    /// Each node's place.
    let boxes: [EventGraph.Node: Box]
    /// The columns, each from top to bottom.
    let columns: [[EventGraph.Node]]
    let width: Int
    let height: Int

    /// A node's place in pixels.
    struct Box: Hashable {
        var x: Int
        var y: Int
        var width: Int
    }

    static let rowHeight = 36
    static let boxHeight = 26
    private static let gap = 90
    private static let margin = 4
    /// Longer names are cut.
    static let longestName = 34

    init(_ graph: EventGraph) {
        let columns = Self.ordered(graph)
        let rows = columns.map(\.count).max() ?? 0
        height = rows * Self.rowHeight + 2 * Self.margin
        var boxes: [EventGraph.Node: Box] = [:]
        var x = Self.margin
        for column in columns where !column.isEmpty {
            let longest = column.map { min($0.name.count, Self.longestName) }.max() ?? 0
            let width = longest * 8 + 24
            // A short column spreads over the height, so that edges stay flat.
            let step = height / column.count
            for (index, node) in column.enumerated() {
                boxes[node] = Box(x: x, y: index * step + (step - Self.boxHeight) / 2, width: width)
            }
            x += width + Self.gap
        }
        self.columns = columns
        self.boxes = boxes
        width = max(0, x - Self.gap + Self.margin)
    }

    /// Each column sorted by the mean place of its neighbours, a few times to and fro (Sugiyama, Tagawa and Toda, 1981).
    private static func ordered(_ graph: EventGraph) -> [[EventGraph.Node]] {
        var columns = graph.columns
        var neighbours: [EventGraph.Node: [EventGraph.Node]] = [:]
        for edge in graph.edges {
            neighbours[edge.from, default: []].append(edge.to)
            neighbours[edge.to, default: []].append(edge.from)
        }
        for column in [0, 2, 1, 0, 2, 1, 0, 2] {
            var places: [EventGraph.Node: Double] = [:]
            for other in columns.indices where other != column {
                for (index, node) in columns[other].enumerated() {
                    places[node] = (Double(index) + 0.5) / Double(columns[other].count)
                }
            }
            let keyed = columns[column].enumerated().map { index, node in
                let around = neighbours[node, default: []].compactMap { places[$0] }
                let own = (Double(index) + 0.5) / Double(columns[column].count)
                return (
                    node: node, key: around.isEmpty ? own : around.reduce(0, +) / Double(around.count), index: index
                )
            }
            columns[column] = keyed.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.map(\.node)
        }
        return columns
    }
}
