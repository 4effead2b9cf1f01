import HTTPTypes
import Hummingbird
import Synchronization

/// Which methods each path takes, to tell a wrong method from a wrong path.
final class RouteTable: Sendable {
    private struct Entry: Sendable {
        let path: [Substring]
        let method: String
    }

    private let entries = Mutex<[Entry]>([])

    /// Takes in the paths of a router; called once all are added.
    func learn(_ router: Router<GatewayContext>) {
        let routes = router.routes.map { route in
            Entry(path: "\(route.path)".split(separator: "/"), method: route.method.rawValue)
        }
        entries.withLock { $0 = routes }
    }

    /// The methods that a path takes, sorted; none where there is no such path.
    func methods(of path: String) -> [String] {
        let path = path.split(separator: "/")
        var methods = Set(entries.withLock { $0 }.filter { Self.matches($0.path, path) }.map(\.method))
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }

    private static func matches(_ pattern: [Substring], _ path: [Substring]) -> Bool {
        guard pattern.count == path.count else { return false }
        return zip(pattern, path).allSatisfy { pattern, part in
            pattern == part || pattern.hasPrefix("{") || pattern.hasPrefix(":")
        }
    }
}
