import YAMLReader

extension YAMLNode {
    /// The place of what a path leads to: of the key where there is one, else of the deepest node on the way.
    func location(of path: PayloadPath) -> SourceLocation {
        var node = self
        var place = location
        for step in path.steps {
            switch step {
            case .key(let key):
                guard let pair = node.mapping?.first(where: { $0.key == key }) else { return place }
                node = pair.value
                place = pair.keyLocation
            case .index(let index):
                guard let items = node.sequence, items.indices.contains(index) else { return place }
                node = items[index]
                place = node.location
            }
        }
        return place
    }
}
