/// Takes a rule's text apart into words.
struct ExpressionLexer {
    private let scalars: [Unicode.Scalar]
    private var at = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// All words; the last one is `end`.
    static func tokens(of text: String) throws(ExpressionError) -> [ExpressionToken] {
        var lexer = ExpressionLexer(text)
        var tokens: [ExpressionToken] = []
        while let token = try lexer.next() { tokens.append(token) }
        tokens.append(ExpressionToken(kind: .end, column: lexer.at + 1))
        return tokens
    }

    private var current: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

    private func fail(_ message: String, at place: Int) -> ExpressionError {
        ExpressionError(column: place + 1, message: message)
    }

    private mutating func next() throws(ExpressionError) -> ExpressionToken? {
        while let scalar = current, [" ", "\t", "\n", "\r"].contains(scalar) { at += 1 }
        guard let scalar = current else { return nil }
        let start = at
        let kind: ExpressionToken.Kind
        switch scalar {
        case "'", "\"": kind = .text(try text(scalar))
        case "`": kind = .quotedName(try quotedName())
        case _ where Self.isDigit(scalar): kind = .number(try number())
        case _ where Self.isLetter(scalar): kind = .name(name())
        default: kind = .symbol(try symbol(scalar))
        }
        return ExpressionToken(kind: kind, column: start + 1)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private mutating func name() -> String {
        var name = ""
        while let scalar = current, Self.isLetter(scalar) || Self.isDigit(scalar) {
            name.unicodeScalars.append(scalar)
            at += 1
        }
        return name
    }

    private mutating func quotedName() throws(ExpressionError) -> String {
        let start = at
        var name = ""
        at += 1
        while let scalar = current {
            at += 1
            if scalar == "`" { return name }
            name.unicodeScalars.append(scalar)
        }
        throw fail("a name in backquotes must end with a backquote", at: start)
    }

    private mutating func text(_ quote: Unicode.Scalar) throws(ExpressionError) -> String {
        let start = at
        var text = ""
        at += 1
        while let scalar = current {
            at += 1
            if scalar == quote { return text }
            guard scalar == "\\" else {
                text.unicodeScalars.append(scalar)
                continue
            }
            switch current {
            case "\\", "'", "\"": text.unicodeScalars.append(scalars[at])
            case "n": text += "\n"
            case "t": text += "\t"
            default: throw fail("after a backslash stands one of \\ ' \" n t; a backslash itself is \\\\", at: at - 1)
            }
            at += 1
        }
        throw fail("the text must end with the quote that it begins with: \(quote)", at: start)
    }

    /// A number of JSON; `_` may stand between digits.
    private mutating func number() throws(ExpressionError) -> String {
        let start = at
        var text = ""
        while let scalar = current {
            let before = at > start ? scalars[at - 1] : "0"
            let isSign = (scalar == "+" || scalar == "-") && (before == "e" || before == "E")
            let isPoint = scalar == "." && at + 1 < scalars.count && Self.isDigit(scalars[at + 1])
            guard Self.isDigit(scalar) || Self.isLetter(scalar) || isPoint || isSign else { break }
            if scalar == "_" {
                guard Self.isDigit(before), at + 1 < scalars.count, Self.isDigit(scalars[at + 1]) else {
                    throw fail("`_` may stand only between the digits of a number", at: at)
                }
            } else {
                text.unicodeScalars.append(scalar)
            }
            at += 1
        }
        guard ExactNumber(text) != nil else {
            throw fail("`\(text)` is no decimal number; write e.g. 10, 0.5 or 1e6", at: start)
        }
        return text
    }

    private mutating func symbol(_ scalar: Unicode.Scalar) throws(ExpressionError) -> ExpressionToken.Symbol {
        let following = at + 1 < scalars.count ? String(scalars[at + 1]) : ""
        for text in [String(scalar) + following, String(scalar)] {
            guard let symbol = ExpressionToken.Symbol(rawValue: text) else { continue }
            at += symbol.rawValue.unicodeScalars.count
            return symbol
        }
        switch scalar {
        case "=": throw fail("`=` is no operator; write `==` to compare", at: at)
        case "&": throw fail("`&` is no operator; write `&&`", at: at)
        case "|": throw fail("`|` is no operator; write `||`", at: at)
        default: throw fail("`\(scalar)` has no meaning in a rule", at: at)
        }
    }
}
