/// Reads a rule's text by its grammar, with what binds least first:
///
///     rule       = or [ "?" rule ":" rule ]
///     or         = and { "||" and }
///     and        = equality { "&&" equality }
///     equality   = relation [ ( "==" | "!=" ) relation ]
///     relation   = sum [ ( "<" | "<=" | ">" | ">=" ) sum ]
///     sum        = product { ( "+" | "-" ) product }
///     product    = unary { ( "*" | "/" | "%" ) unary }
///     unary      = ( "!" | "-" ) unary | primary
///     primary    = number | text | "true" | "false" | path | function "(" [ rule { "," rule } ] ")" | "(" rule ")"
///     path       = name { "." name }
struct ExpressionParser {
    /// The longest rule, in bytes of UTF-8.
    static let maximumLength = 2000
    /// How deep parentheses and operations may be nested, and how many operations of one kind may follow each other.
    static let maximumDepth = 50
    /// How many names a path may have.
    static let maximumPathLength = 20

    private let tokens: [ExpressionToken]
    private var at = 0
    private var depth = 0

    /// Reads a whole rule.
    static func parse(_ text: String) throws(ExpressionError) -> ExpressionSyntax {
        guard text.utf8.count <= maximumLength else {
            throw ExpressionError(
                column: 1, message: "a rule has at most \(maximumLength) bytes; make several invariants of it")
        }
        var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(of: text))
        let syntax = try parser.rule()
        guard parser.current.kind == .end else { throw parser.surplus }
        return syntax
    }

    private init(tokens: [ExpressionToken]) { self.tokens = tokens }

    static func tooDeep(at column: Int) -> ExpressionError {
        ExpressionError(
            column: column, message: "the rule is nested deeper than \(maximumDepth); make several invariants of it")
    }

    // MARK: Words

    private var current: ExpressionToken { tokens[min(at, tokens.count - 1)] }

    private mutating func take(_ symbols: ExpressionToken.Symbol...) -> ExpressionToken.Symbol? {
        guard case .symbol(let symbol) = current.kind, symbols.contains(symbol) else { return nil }
        at += 1
        return symbol
    }

    private mutating func require(_ symbol: ExpressionToken.Symbol, _ purpose: String) throws(ExpressionError) {
        guard take(symbol) != nil else {
            throw ExpressionError(
                column: current.column, message: "expected `\(symbol.rawValue)` \(purpose), found \(current.phrase)")
        }
    }

    /// What to say of a word after a rule's end.
    private var surplus: ExpressionError {
        let hints = ["and": "write `&&`", "or": "write `||`", "not": "write `!`", "in": "compare with each by `==`"]
        if case .name(let name) = current.kind, let hint = hints[name.lowercased()] {
            return ExpressionError(column: current.column, message: "`\(name)` is no operator; \(hint)")
        }
        return ExpressionError(
            column: current.column, message: "expected an operator or the end of the rule, found \(current.phrase)")
    }

    // MARK: Grammar

    private mutating func rule() throws(ExpressionError) -> ExpressionSyntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth * 2 else { throw Self.tooDeep(at: current.column) }
        let condition = try or()
        let column = current.column
        guard take(.question) != nil else { return condition }
        let first = try rule()
        try require(.colon, "between the two values of `?`")
        let second = try rule()
        return try ExpressionSyntax(
            .choose(condition, first, second), column: column, parts: [condition, first, second])
    }

    private static func binary(
        _ symbol: ExpressionToken.Symbol, _ left: ExpressionSyntax, _ right: ExpressionSyntax, at column: Int
    ) throws(ExpressionError) -> ExpressionSyntax {
        try ExpressionSyntax(.binary(symbol, left, right), column: column, parts: [left, right])
    }

    private mutating func or() throws(ExpressionError) -> ExpressionSyntax {
        var left = try and()
        var column = current.column
        while let symbol = take(.or) {
            left = try Self.binary(symbol, left, try and(), at: column)
            column = current.column
        }
        return left
    }

    private mutating func and() throws(ExpressionError) -> ExpressionSyntax {
        var left = try equality()
        var column = current.column
        while let symbol = take(.and) {
            left = try Self.binary(symbol, left, try equality(), at: column)
            column = current.column
        }
        return left
    }

    private mutating func equality() throws(ExpressionError) -> ExpressionSyntax {
        let left = try relation()
        let column = current.column
        guard let symbol = take(.equal, .notEqual) else { return left }
        let result = try Self.binary(symbol, left, try relation(), at: column)
        return try endOfChain(result, .equal, .notEqual)
    }

    private mutating func relation() throws(ExpressionError) -> ExpressionSyntax {
        let left = try sum()
        let column = current.column
        guard let symbol = take(.less, .atMost, .greater, .atLeast) else { return left }
        let result = try Self.binary(symbol, left, try sum(), at: column)
        return try endOfChain(result, .less, .atMost, .greater, .atLeast)
    }

    private func endOfChain(
        _ syntax: ExpressionSyntax, _ symbols: ExpressionToken.Symbol...
    ) throws(ExpressionError) -> ExpressionSyntax {
        if case .symbol(let symbol) = current.kind, symbols.contains(symbol) {
            throw ExpressionError(
                column: current.column, message: "comparisons do not chain; write `a < b && b < c`, or parentheses")
        }
        return syntax
    }

    private mutating func sum() throws(ExpressionError) -> ExpressionSyntax {
        var left = try product()
        var column = current.column
        while let symbol = take(.plus, .minus) {
            left = try Self.binary(symbol, left, try product(), at: column)
            column = current.column
        }
        return left
    }

    private mutating func product() throws(ExpressionError) -> ExpressionSyntax {
        var left = try unary()
        var column = current.column
        while let symbol = take(.times, .over, .remainder) {
            left = try Self.binary(symbol, left, try unary(), at: column)
            column = current.column
        }
        return left
    }

    private mutating func unary() throws(ExpressionError) -> ExpressionSyntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth * 2 else { throw Self.tooDeep(at: current.column) }
        let column = current.column
        guard let symbol = take(.not, .minus) else { return try primary() }
        let operand = try unary()
        return try ExpressionSyntax(symbol == .not ? .not(operand) : .negate(operand), column: column, parts: [operand])
    }

    private mutating func primary() throws(ExpressionError) -> ExpressionSyntax {
        let token = current
        at += 1
        switch token.kind {
        case .number(let text): return try ExpressionSyntax(.number(text), column: token.column)
        case .text(let text): return try ExpressionSyntax(.text(text), column: token.column)
        case .name("true"): return try ExpressionSyntax(.boolean(true), column: token.column)
        case .name("false"): return try ExpressionSyntax(.boolean(false), column: token.column)
        case .name("null"):
            throw ExpressionError(
                column: token.column, message: "nothing compares with null; write `has(x)` or `!has(x)`")
        case .name(let name):
            if take(.open) != nil { return try call(name, at: token.column) }
            return try path(ExpressionSyntax.Name(text: name, column: token.column))
        case .quotedName(let name): return try path(ExpressionSyntax.Name(text: name, column: token.column))
        case .symbol(.open):
            let inner = try rule()
            try require(.close, "to end the parentheses")
            return inner
        case .symbol, .end:
            at -= 1
            throw ExpressionError(
                column: token.column, message: "expected a field, a number, a text or `(`, found \(token.phrase)")
        }
    }

    private mutating func call(_ function: String, at column: Int) throws(ExpressionError) -> ExpressionSyntax {
        var arguments: [ExpressionSyntax] = []
        if take(.close) == nil {
            repeat { arguments.append(try rule()) } while take(.comma) != nil
            try require(.close, "after what `\(function)` is of")
        }
        return try ExpressionSyntax(
            .call(function: function, arguments: arguments), column: column, parts: arguments)
    }

    private mutating func path(_ first: ExpressionSyntax.Name) throws(ExpressionError) -> ExpressionSyntax {
        var names = [first]
        while take(.dot) != nil {
            switch current.kind {
            case .name(let name), .quotedName(let name):
                names.append(ExpressionSyntax.Name(text: name, column: current.column))
                at += 1
            default:
                throw ExpressionError(
                    column: current.column, message: "expected a field's name after `.`, found \(current.phrase)")
            }
        }
        guard names.count <= Self.maximumPathLength else {
            throw ExpressionError(
                column: first.column, message: "a path has at most \(Self.maximumPathLength) names")
        }
        return try ExpressionSyntax(.path(names), column: first.column)
    }
}
