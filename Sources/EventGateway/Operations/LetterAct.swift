/// What is done to a dead letter, of a group or of a work queue; the word stands in the path.
enum LetterAct: String, Sendable, CaseIterable {
    /// It is worked on once more.
    case redrive
    /// It is removed for good.
    case discard
}
