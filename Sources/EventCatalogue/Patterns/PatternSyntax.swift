/// A pattern as a tree.
indirect enum PatternSyntax {
    case empty
    case scalars(ScalarSet)
    case sequence([PatternSyntax])
    case choice([PatternSyntax])
    /// At least `minimum`, at most `maximum` times; `nil` is without bound.
    case repetition(PatternSyntax, minimum: Int, maximum: Int?)

    /// One alternative of the outermost level, with its anchors.
    struct Branch {
        var body: PatternSyntax
        /// `^`: the match begins where the text begins.
        var beginsAtStart: Bool
        /// `$`: the match ends where the text ends.
        var endsAtEnd: Bool
    }
}
