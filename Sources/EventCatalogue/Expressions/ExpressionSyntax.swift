/// A rule as it is written, before anybody asks what its names stand for.
struct ExpressionSyntax: Sendable, Hashable {
    let kind: Kind
    /// Where it begins; of an operation the place of its sign. In Unicode scalars counted from 1.
    let column: Int
    /// How many nodes are on the longest way down, this one included.
    let height: Int

    /// What is written.
    indirect enum Kind: Sendable, Hashable {
        case number(String)
        case text(String)
        case boolean(Bool)
        /// A field, by its names.
        case path([Name])
        case call(function: String, arguments: [ExpressionSyntax])
        case not(ExpressionSyntax)
        case negate(ExpressionSyntax)
        case binary(ExpressionToken.Symbol, ExpressionSyntax, ExpressionSyntax)
        case choose(ExpressionSyntax, ExpressionSyntax, ExpressionSyntax)
    }

    /// One name of a path.
    struct Name: Sendable, Hashable {
        let text: String
        let column: Int
    }

    /// Makes a node above its parts.
    ///
    /// - Throws: ``ExpressionError`` where it stands too high: what reads a rule goes down by recursion.
    init(_ kind: Kind, column: Int, parts: [ExpressionSyntax] = []) throws(ExpressionError) {
        self.kind = kind
        self.column = column
        height = (parts.map(\.height).max() ?? 0) + 1
        guard height <= ExpressionParser.maximumDepth else { throw ExpressionParser.tooDeep(at: column) }
    }
}
