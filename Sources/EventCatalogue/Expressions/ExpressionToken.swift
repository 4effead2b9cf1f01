/// One word of a rule's text.
struct ExpressionToken: Sendable, Hashable {
    let kind: Kind
    /// Where it begins, in Unicode scalars counted from 1.
    let column: Int

    /// What a word is.
    enum Kind: Sendable, Hashable {
        /// A number's text, without `_`.
        case number(String)
        /// The text between quotes, unescaped.
        case text(String)
        /// A field, a function, `true`, `false` or `null`.
        case name(String)
        /// A name between backquotes: always a field.
        case quotedName(String)
        case symbol(Symbol)
        case end
    }

    /// Signs, by their text.
    enum Symbol: String, Sendable, Hashable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case and = "&&"
        case or = "||"
        case less = "<"
        case greater = ">"
        case not = "!"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case over = "/"
        case remainder = "%"
        case question = "?"
        case colon = ":"
        case open = "("
        case close = ")"
        case comma = ","
        case dot = "."
    }

    /// The word in backquotes, for messages.
    var phrase: String {
        switch kind {
        case .number(let text), .name(let text), .quotedName(let text): "`\(text)`"
        case .text: "the text"
        case .symbol(let symbol): "`\(symbol.rawValue)`"
        case .end: "the end of the rule"
        }
    }
}
