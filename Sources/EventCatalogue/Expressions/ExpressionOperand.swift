/// A part of a rule while its types are looked at.
struct ExpressionOperand {
    let expression: InvariantExpression
    let syntax: ExpressionSyntax
    /// What stands in the text, if it is a number or a text that takes the type that the other side asks for.
    var written: Written?

    /// A literal's text.
    enum Written {
        case number(String)
        case text(String)
    }

    init(_ expression: InvariantExpression, _ syntax: ExpressionSyntax, written: Written? = nil) {
        self.expression = expression
        self.syntax = syntax
        self.written = written
    }

    var type: ExpressionType { expression.type }
}
