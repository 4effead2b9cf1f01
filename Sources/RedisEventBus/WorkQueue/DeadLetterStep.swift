/// What was done with a dead letter that was looked at.
public enum DeadLetterStep: Sendable, Hashable {
    /// It is where it was.
    case kept
    /// It is off the dead list.
    case removed
    /// It is where it was, and no further ones are wanted.
    case stop
}
