import EventBus
import HTTPTypes
import Hummingbird

/// Reads the parameters of a request's query, and refuses what nobody asked about: a misspelt filter must not mean “all”.
struct QueryReader {
    private let pairs: [(name: String, value: String)]

    /// Reads a query.
    ///
    /// - Throws: ``Problem`` 400 where it has a parameter of another name.
    init(_ request: Request, names: [String]) throws(Problem) {
        self.init(passingOver: request)
        for pair in pairs where !names.contains(pair.name) {
            throw Problem(
                .badRequest,
                "there is no parameter “\(pair.name.prefix(80))”"
                    + (names.isEmpty ? "; this takes none" : "; this takes \(names.joined(separator: ", "))"))
        }
    }

    /// Reads a query that may have parameters of any name.
    init(passingOver request: Request) {
        pairs = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
    }

    /// All values of a parameter, in their order.
    func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// The value of a parameter that may stand once; `nil` where it does not stand.
    ///
    /// - Throws: ``Problem`` 400 where it stands more often.
    func one(_ name: String) throws(Problem) -> String? {
        let values = all(name)
        guard values.count <= 1 else { throw Problem(.badRequest, "\(name): this may stand once") }
        return values.first
    }

    /// A whole number within bounds.
    ///
    /// - Throws: ``Problem`` 400 where it is none.
    func number(_ name: String, in range: ClosedRange<Int>, default standard: Int) throws(Problem) -> Int {
        guard let text = try one(name) else { return standard }
        guard let number = Int(text), "\(number)" == text, range.contains(number) else {
            throw Problem(.badRequest, "\(name): this is a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `true` or `false`.
    ///
    /// - Throws: ``Problem`` 400 where it is neither.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch try one(name) {
        case nil, "false": return false
        case "true": return true
        default: throw Problem(.badRequest, "\(name): this is true or false")
        }
    }
}
